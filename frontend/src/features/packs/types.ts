/** The nouns of data packs, generated from the server's own schema. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Pack = Schemas["Pack"];
export type PackColumn = Schemas["PackColumn"];
export type PackVersion = Schemas["PackVersion"];
/** How a file is written. */
export type Layout = Schemas["Layout"];
/** One bad value. Rows count from 1 without the header; 0 is the file as a whole. */
export type Fault = Schemas["Fault"];
/** What reading rows gave. */
export type Report = Schemas["Report"];
export type Inspection = Schemas["Inspected"];

/** A row by the names of its columns. */
export type PackRow = Record<string, unknown>;

export type Recording = Schemas["Recording"];
/** What is done to a column before it is stored. */
export type Mask = Omit<Recording["masks"][number], "keep"> & { keep?: number };
export type MaskRule = Mask["rule"];
