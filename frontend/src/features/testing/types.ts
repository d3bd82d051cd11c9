/** The nouns of unit tests as the API tells them; what it leaves open, such as arrival plans, stands here. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Row = Readonly<Record<string, unknown>>;
export type ChangeKind = Schemas["RowChange"]["kind"];

export interface Gap {
  readonly after_row: number;
  readonly idle_ms: number;
}

/** When the rows of a source arrive. */
export type Plan = { readonly gaps?: readonly Gap[] } & (
  | { readonly mode: "in-order" }
  | { readonly mode: "recorded" }
  | { readonly mode: "shuffled"; readonly bound_ms: number; readonly seed?: number }
  | {
      readonly mode: "delayed";
      readonly by_ms: number;
      /** One of both: a share of the rows, or the rows by their place in the pack. */
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
export type Mode = Plan["mode"];

export interface Input {
  readonly pack: string;
  /** Null is the latest when the case runs. */
  readonly version: number | null;
  readonly arrival: Plan | Record<string, never>;
}

export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
  readonly ms: number;
}

export type Look = "multiset" | "ordered" | "table";

export interface Expected {
  readonly mode: Look;
  readonly rows: readonly Row[];
  readonly key: readonly string[];
  readonly ignore: readonly string[];
  readonly tolerance: Tolerance;
  readonly columns: Readonly<Record<string, Tolerance>>;
  readonly partial: boolean;
}

export interface Limits {
  readonly seconds: number;
  readonly rows: number;
  readonly megabytes: number;
}

/** What a case is: names are those of the canvas's steps. */
export interface Definition {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly expected: Readonly<Record<string, Expected>>;
  readonly taps: readonly string[];
  readonly limits: Limits;
  readonly real_time: boolean;
}

export type Column = Schemas["RunColumn"];
export type Bench = Schemas["Bench"];
export type BenchSource = Schemas["BenchSource"];
export type Arrival = Schemas["Arrival"];
export type Timeline = Schemas["TimelineSource"];

export type RunState = Schemas["RunState"];
export type RunSummary = Schemas["RunSummary"];
export type RunDetail = Omit<Schemas["RunDetail"], "definition"> & { readonly definition: Definition };
export type Output = Schemas["RunOutput"];
export type Change = Schemas["RowChange"];
export type Comparison = Schemas["Comparison"];
export type LateRow = Schemas["LateRow"];

export type Case = Omit<Schemas["Case"], "definition"> & { readonly definition: Definition };
export type Suite = Schemas["Suite"];
export type Branch = Schemas["Branch"];
export type Coverage = Schemas["Coverage"];

export type Trace = Schemas["Trace"];
export type Answer = Schemas["Answer"];
export type Question =
  | { readonly output: string; readonly row: number }
  | { readonly source: string; readonly row: number };
