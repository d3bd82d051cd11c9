/**
 * Types of unit tests, generated from the server's OpenAPI schema. Only the parts of a definition that the schema
 * leaves open, such as arrival plans, are declared here.
 */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Row = Readonly<Record<string, unknown>>;
export type ChangeKind = Schemas["RowChange"]["kind"];

export interface IdleGap {
  readonly after_row: number;
  readonly idle_ms: number;
}

/** When the rows of a source arrive. */
export type ArrivalPlan = { readonly gaps?: readonly IdleGap[] } & (
  | { readonly mode: "in-order" }
  | { readonly mode: "recorded" }
  | { readonly mode: "shuffled"; readonly bound_ms: number; readonly seed?: number }
  | {
      readonly mode: "delayed";
      readonly by_ms: number;
      /** Either a share of the rows, or the rows by their index in the pack. */
      readonly share?: number | null;
      readonly rows?: readonly number[] | null;
      readonly seed?: number;
    }
  | {
      readonly mode: "explicit";
      readonly column?: string | null;
      readonly offsets?: readonly number[] | null;
    }
);
export type ArrivalMode = ArrivalPlan["mode"];

/** Definitions are edited as immutable values. */
type Immutable<T> = T extends (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

/** What feeds one source; a null version is the latest one at the time of the run. */
export type CaseInput = Omit<Immutable<Schemas["CaseDefinitionInput"]>, "arrival"> & {
  readonly arrival: ArrivalPlan | Record<string, never>;
};

export type Tolerance = Immutable<Schemas["CaseDefinitionTolerance"]>;
export type Expectation = Immutable<Schemas["CaseDefinitionExpected"]>;
export type CompareMode = Expectation["mode"];

/** The definition of a case; keys are names of steps on the canvas. */
export type CaseDefinition = Omit<Immutable<Schemas["CaseDefinition"]>, "inputs"> & {
  readonly inputs: Readonly<Record<string, CaseInput>>;
};

export type RunColumn = Schemas["RunColumn"];
export type TestSurface = Schemas["TestSurface"];
export type SurfaceSource = Schemas["SurfaceSource"];
export type Arrival = Schemas["Arrival"];
export type SourceTimeline = Schemas["TimelineSource"];

export type RunState = Schemas["RunState"];
export type RunSummary = Schemas["RunSummary"];
export type RunDetail = Omit<Schemas["RunDetail"], "definition"> & { readonly definition: CaseDefinition };
export type RunOutput = Schemas["RunOutput"];
export type RowChange = Schemas["RowChange"];
export type Comparison = Schemas["Comparison"];
export type LateRow = Schemas["LateRow"];

export type Case = Omit<Schemas["Case"], "definition"> & { readonly definition: CaseDefinition };
export type Suite = Schemas["Suite"];
export type Branch = Schemas["Branch"];
export type Coverage = Schemas["Coverage"];

export type Trace = Schemas["Trace"];
export type TraceAnswer = Schemas["Answer"];
export type TraceQuestion =
  | { readonly output: string; readonly row: number }
  | { readonly source: string; readonly row: number };
