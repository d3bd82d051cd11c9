/** Types of data packs, generated from the server's OpenAPI schema. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Pack = Schemas["Pack"];
export type PackColumn = Schemas["PackColumn"];
export type PackVersion = Schemas["PackVersion"];
/** The layout of a file. */
export type Layout = Schemas["Layout"];
/** The result of checking rows. Errors count rows from 1 without the header; 0 is the file as a whole. */
export type Report = Schemas["Report"];
export type Inspection = Schemas["Inspected"];

/** Values of a row by column name. */
export type PackRow = Record<string, unknown>;

export type Recording = Schemas["Recording"];
/** How a column is masked before it is stored. */
export type Mask = Omit<Recording["masks"][number], "keep"> & { keep?: number };
export type MaskRule = Mask["rule"];
