/** The nouns of unit tests as the API tells them. */

export type Row = Readonly<Record<string, unknown>>;
export type ChangeKind = "+I" | "-U" | "+U" | "-D";

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

export interface Column {
  readonly name: string;
  readonly type: string;
}

export interface BenchSource {
  readonly name: string;
  readonly node: string;
  readonly columns: readonly Column[];
  readonly event_time: string | null;
  readonly delay_ms: number;
  readonly idle_timeout_ms: number | null;
}

export interface BenchSink {
  readonly name: string;
  readonly node: string;
  readonly mode: string;
  readonly columns: readonly Column[] | null;
  readonly key: readonly string[];
}

/** What of a job can be fed, looked at and expected. */
export interface Bench {
  readonly sources: readonly BenchSource[];
  readonly sinks: readonly BenchSink[];
  readonly taps: readonly { readonly name: string; readonly node: string }[];
  readonly processing_time: boolean;
  readonly notes: readonly string[];
}

export interface Arrival {
  readonly row_index: number;
  readonly arrival_ms: number;
  readonly event_ms: number | null;
  readonly watermark_before: number | null;
  readonly watermark_after: number | null;
  readonly late: boolean;
}

export interface Timeline {
  readonly rows: readonly Arrival[];
  readonly watermark: readonly (readonly number[])[];
  readonly total: number;
  readonly late: number;
  readonly without_time: number;
}

export type RunState =
  | "queued"
  | "running"
  | "passed"
  | "failed"
  | "finished"
  | "stopped"
  | "error"
  | "cancelled";

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name?: string;
}

export interface RunSummary {
  readonly id: string;
  readonly job: string;
  readonly case: string | null;
  readonly case_name: string;
  readonly version: number | null;
  readonly state: RunState;
  readonly error: string | null;
  readonly milliseconds: number | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly batch: string | null;
  /** Whether it would run the very same today. */
  readonly fresh: boolean;
  readonly counts: {
    readonly outputs?: Readonly<Record<string, number>>;
    readonly late?: number;
    readonly mismatches?: number;
  } | null;
}

export interface Change {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly from?: { readonly source: string; readonly row: number } | null;
}

export interface Output {
  readonly name: string;
  readonly node: string | null;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly count: number;
  readonly kept: number;
  readonly changes: readonly Change[];
}

export interface Cell {
  readonly column: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface ChangedRow {
  readonly key: Row;
  readonly cells: readonly Cell[];
  readonly expected: Row;
  readonly actual: Row;
}

export interface Comparison {
  readonly ok: boolean;
  readonly matched: number;
  readonly missing: readonly Row[];
  readonly unexpected: readonly Row[];
  readonly changed: readonly ChangedRow[];
  readonly counts: Readonly<Partial<Record<"missing" | "unexpected" | "changed", number>>>;
  readonly key: readonly string[];
  readonly notes: readonly string[];
}

export interface LateRow {
  readonly source: string;
  readonly row: number;
  readonly operator: string;
  readonly node: string | null;
  readonly event_ms: number | null;
  readonly watermark_ms: number | null;
  readonly message: string;
}

export interface Result {
  readonly inputs?: Readonly<Record<string, { readonly rows: number }>>;
  readonly comparisons?: Readonly<Record<string, Comparison>>;
  readonly late?: readonly LateRow[];
  readonly notes?: readonly string[];
  readonly planning_ms?: number | null;
}

export interface RunDetail extends RunSummary {
  readonly definition: Definition;
  readonly result: Result | null;
  readonly outputs: readonly Output[];
}

export interface Case {
  readonly id: string;
  readonly job: string;
  readonly name: string;
  readonly description: string;
  readonly definition: Definition;
  readonly revision: number;
  readonly position: number;
  readonly last_run: RunSummary | null;
  readonly problems?: readonly { readonly message: string }[];
}

export type SuiteState = "green" | "red" | "unrun" | "empty";

export interface Suite {
  readonly version: number | null;
  readonly state: SuiteState;
  readonly cases: readonly { readonly name: string; readonly state: string; readonly run: string | null }[];
}

export type Outcome = "true" | "false" | "unknown";

export interface Branch {
  readonly node: string;
  readonly kind: string;
  readonly text: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
}

export interface Coverage {
  readonly nodes: Readonly<Record<string, { readonly name: string; readonly rows: number }>>;
  readonly branches: readonly Branch[];
  readonly covered: number;
  readonly total: number;
  readonly cases: number;
  readonly fresh: boolean;
}

/** Why an output row is there: the input rows that made it. */
export interface Why {
  readonly rows: readonly { readonly source: string; readonly row: number; readonly values: Row }[];
  readonly minimal: boolean;
  readonly runs: number;
  readonly sentence: string;
}

/** Where an input row went, step by step. */
export interface Whither {
  readonly steps: readonly {
    readonly node: string | null;
    readonly name: string;
    readonly rows: readonly Change[];
    readonly more: number;
    readonly sentence: string;
  }[];
  readonly late: LateRow | null;
  readonly sentence: string;
}

export type Question =
  | { readonly output: string; readonly row: number }
  | { readonly source: string; readonly row: number };

export interface Trace {
  readonly id: string;
  readonly run: string;
  readonly question: Question;
  readonly state: string;
  readonly error?: string | null;
  readonly answer: Why | Whither | null;
}
