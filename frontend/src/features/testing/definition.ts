/** A case's definition, edited as a value. */
import { formatSetDuration } from "@/ui/form/duration";
import type { Bench, BenchSource, Column, Definition, Expected, Gap, Input, Mode, Plan } from "./types";

export interface PackChoice {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly Column[];
}

export const NOTHING_EXPECTED: Expected = {
  mode: "multiset",
  rows: [],
  key: [],
  ignore: [],
  tolerance: { absolute: 0, relative: 0, ms: 0 },
  columns: {},
  partial: false,
};

export const EMPTY: Definition = {
  inputs: {},
  expected: {},
  taps: [],
  limits: { seconds: 30, rows: 100_000, megabytes: 8 },
  real_time: false,
};

/** Packs by how well they fit a source: those that fill most of its columns first, of those one of its name. */
export function fitting<T extends PackChoice>(source: BenchSource, packs: readonly T[]): T[] {
  const score = (pack: T) => {
    const names = new Set(pack.columns.map(({ name }) => name));
    const shared = source.columns.filter(({ name }) => names.has(name)).length;
    return shared / Math.max(1, source.columns.length) + (pack.name.includes(source.name) ? 0.01 : 0);
  };
  return packs
    .map((pack) => [score(pack), pack] as const)
    .sort(([one], [two]) => two - one)
    .map(([, pack]) => pack);
}

/** Whether a pack has all that a source reads. */
export function fills(source: BenchSource, pack: PackChoice): boolean {
  const names = new Set(pack.columns.map(({ name }) => name));
  return source.columns.every(({ name, optional }) => optional || names.has(name));
}

/** A first case: for each source the pack that fits it, in order. */
export function firstDefinition(bench: Bench, packs: readonly PackChoice[]): Definition {
  const inputs: Record<string, Input> = {};
  for (const source of bench.sources) {
    const [best] = fitting(source, packs).filter((pack) => fills(source, pack));
    if (best) inputs[source.name] = { pack: best.id, version: null, arrival: { mode: "in-order" } };
  }
  return { ...EMPTY, inputs };
}

/** The plan of an input; none at all is in order. */
export const planOf = (input: Input): Plan =>
  "mode" in input.arrival ? (input.arrival as Plan) : { ...input.arrival, mode: "in-order" };

export function withInput(definition: Definition, source: string, input: Input | null): Definition {
  const { [source]: _, ...others } = definition.inputs;
  return { ...definition, inputs: input ? { ...others, [source]: input } : others };
}

export function withExpected(definition: Definition, name: string, expected: Expected | null): Definition {
  const { [name]: _, ...others } = definition.expected;
  return { ...definition, expected: expected ? { ...others, [name]: expected } : others };
}

/** Another mode, with values from which something can be seen at once. Gaps stay. */
export function inMode(plan: Plan, mode: Mode): Plan {
  const gaps = plan.gaps && plan.gaps.length > 0 ? { gaps: plan.gaps } : {};
  if (mode === plan.mode) return plan;
  if (mode === "shuffled") return { mode, bound_ms: 5_000, seed: 1, ...gaps };
  if (mode === "delayed") return { mode, by_ms: 10_000, share: 0.1, seed: 1, ...gaps };
  if (mode === "explicit") return { mode, column: "", ...gaps };
  return { mode, ...gaps };
}

/** Picks a row by hand to be delayed, or lets it go. A plan of another sort becomes one of delayed rows. */
export function toggled(plan: Plan, row: number): Plan {
  const delayed = plan.mode === "delayed" ? plan : (inMode(plan, "delayed") as Plan & { mode: "delayed" });
  const rows = delayed.rows ?? [];
  const next = rows.includes(row) ? rows.filter((one) => one !== row) : [...rows, row].sort((a, b) => a - b);
  const { gaps } = plan;
  return { mode: "delayed", by_ms: delayed.by_ms, rows: next, ...(gaps && gaps.length > 0 ? { gaps } : {}) };
}

export const isPicked = (plan: Plan, row: number): boolean =>
  plan.mode === "delayed" && (plan.rows ?? []).includes(row);

/** Sets or (with 0) removes the silence after a row. */
export function withGap(plan: Plan, after_row: number, idle_ms: number): Plan {
  const others = (plan.gaps ?? []).filter((gap) => gap.after_row !== after_row);
  const gaps: Gap[] = idle_ms > 0 ? [...others, { after_row, idle_ms }] : others;
  return { ...plan, gaps: gaps.sort((one, two) => one.after_row - two.after_row) };
}

/** A plan in a few words: "out of order by up to 5 s, 1 gap". */
export function planText(plan: Plan): string {
  const gaps = plan.gaps?.length ?? 0;
  const after = gaps === 0 ? "" : gaps === 1 ? ", 1 gap" : `, ${gaps} gaps`;
  return sort(plan) + after;
}

function sort(plan: Plan): string {
  switch (plan.mode) {
    case "in-order":
      return "in order";
    case "recorded":
      return "as recorded";
    case "shuffled":
      return `out of order by up to ${formatSetDuration(plan.bound_ms)}`;
    case "delayed": {
      const rows = plan.rows?.length;
      const which =
        rows === undefined
          ? `${Math.round((plan.share ?? 0) * 100)} % of the rows`
          : `${rows} ${rows === 1 ? "row" : "rows"}`;
      return `${which} ${formatSetDuration(plan.by_ms)} late`;
    }
    case "explicit":
      return plan.column ? `by column ${plan.column}` : "arrivals told one by one";
  }
}

/** "Case 3": the first of the name that is free. */
export function freeName(base: string, taken: readonly string[]): string {
  const names = new Set(taken);
  if (!names.has(base)) return base;
  for (let number = 2; ; number += 1) if (!names.has(`${base} ${number}`)) return `${base} ${number}`;
}
