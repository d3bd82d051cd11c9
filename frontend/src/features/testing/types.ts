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

export interface CaseInput {
  readonly pack: string;
  /** Null is the latest version at the time of the run. */
  readonly version: number | null;
  readonly arrival: ArrivalPlan | Record<string, never>;
}

export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
  readonly ms: number;
}

export type CompareMode = "multiset" | "ordered" | "table";

export interface Expectation {
  readonly mode: CompareMode;
  readonly rows: readonly Row[];
  readonly key: readonly string[];
  readonly ignore: readonly string[];
  readonly tolerance: Tolerance;
  readonly columns: Readonly<Record<string, Tolerance>>;
  readonly partial: boolean;
}

export interface RunLimits {
  readonly seconds: number;
  readonly rows: number;
  readonly megabytes: number;
}

/** The definition of a case; keys are names of steps on the canvas. */
export interface CaseDefinition {
  readonly inputs: Readonly<Record<string, CaseInput>>;
  readonly expected: Readonly<Record<string, Expectation>>;
  readonly taps: readonly string[];
  readonly limits: RunLimits;
  readonly real_time: boolean;
}

export type RunColumn = Schemas["RunColumn"];
export type TestSurface = Schemas["Bench"];
export type SurfaceSource = Schemas["BenchSource"];
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
