/** Operations on the definition of a test case. Pure. */
import { formatSetDuration } from "@/ui/form/widgets/DurationWidget";
import type {
  ArrivalMode,
  ArrivalPlan,
  CaseDefinition,
  CaseInput,
  Expectation,
  IdleGap,
  RunColumn,
  SurfaceSource,
  TestSurface,
} from "./types";

export interface PackCandidate {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly RunColumn[];
}

export const EMPTY_EXPECTATION: Expectation = {
  mode: "multiset",
  rows: [],
  key: [],
  ignore: [],
  tolerance: { absolute: 0, relative: 0, ms: 0 },
  columns: {},
  partial: false,
};

export const EMPTY_DEFINITION: CaseDefinition = {
  inputs: {},
  expected: {},
  taps: [],
  limits: { seconds: 30, rows: 100_000, megabytes: 8 },
  real_time: false,
};

/** Sorts packs by how many columns of the source they have, then by a similar name. */
export function rankPacks<T extends PackCandidate>(source: SurfaceSource, packs: readonly T[]): T[] {
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

/** Whether a pack has all required columns of a source. */
export function coversSource(source: SurfaceSource, pack: PackCandidate): boolean {
  const names = new Set(pack.columns.map(({ name }) => name));
  return source.columns.every(({ name, optional }) => optional || names.has(name));
}

/** The definition of a new case: each source reads the best matching pack, in order. */
export function createDefinition(surface: TestSurface, packs: readonly PackCandidate[]): CaseDefinition {
  const inputs: Record<string, CaseInput> = {};
  for (const source of surface.sources) {
    const [best] = rankPacks(source, packs).filter((pack) => coversSource(source, pack));
    if (best) inputs[source.name] = { pack: best.id, version: null, arrival: { mode: "in-order" } };
  }
  return { ...EMPTY_DEFINITION, inputs };
}

/** The arrival plan of an input; the default is in order. */
export const getArrivalPlan = (input: CaseInput): ArrivalPlan =>
  "mode" in input.arrival ? (input.arrival as ArrivalPlan) : { ...input.arrival, mode: "in-order" };

export function withInput(
  definition: CaseDefinition,
  source: string,
  input: CaseInput | null,
): CaseDefinition {
  const { [source]: _, ...others } = definition.inputs;
  return { ...definition, inputs: input ? { ...others, [source]: input } : others };
}

export function withExpected(
  definition: CaseDefinition,
  name: string,
  expected: Expectation | null,
): CaseDefinition {
  const { [name]: _, ...others } = definition.expected;
  return { ...definition, expected: expected ? { ...others, [name]: expected } : others };
}

/** Changes the mode, with defaults that have a visible effect. Idle gaps are kept. */
export function withMode(plan: ArrivalPlan, mode: ArrivalMode): ArrivalPlan {
  const gaps = plan.gaps && plan.gaps.length > 0 ? { gaps: plan.gaps } : {};
  if (mode === plan.mode) return plan;
  if (mode === "shuffled") return { mode, bound_ms: 5_000, seed: 1, ...gaps };
  if (mode === "delayed") return { mode, by_ms: 10_000, share: 0.1, seed: 1, ...gaps };
  if (mode === "explicit") return { mode, column: "", ...gaps };
  return { mode, ...gaps };
}

/** Adds or removes a delayed row. A plan of another mode becomes a delayed one. */
export function toggleDelayedRow(plan: ArrivalPlan, row: number): ArrivalPlan {
  const delayed =
    plan.mode === "delayed" ? plan : (withMode(plan, "delayed") as ArrivalPlan & { mode: "delayed" });
  const rows = delayed.rows ?? [];
  const next = rows.includes(row) ? rows.filter((one) => one !== row) : [...rows, row].sort((a, b) => a - b);
  const { gaps } = plan;
  return { mode: "delayed", by_ms: delayed.by_ms, rows: next, ...(gaps && gaps.length > 0 ? { gaps } : {}) };
}

export const isDelayedRow = (plan: ArrivalPlan, row: number): boolean =>
  plan.mode === "delayed" && (plan.rows ?? []).includes(row);

/** Sets the idle gap after a row; 0 removes it. */
export function withIdleGap(plan: ArrivalPlan, after_row: number, idle_ms: number): ArrivalPlan {
  const others = (plan.gaps ?? []).filter((gap) => gap.after_row !== after_row);
  const gaps: IdleGap[] = idle_ms > 0 ? [...others, { after_row, idle_ms }] : others;
  return { ...plan, gaps: gaps.sort((one, two) => one.after_row - two.after_row) };
}

/** Describes a plan: "out of order by up to 5 s, 1 gap". */
export function describePlan(plan: ArrivalPlan): string {
  const gaps = plan.gaps?.length ?? 0;
  const after = gaps === 0 ? "" : gaps === 1 ? ", 1 gap" : `, ${gaps} gaps`;
  return describeMode(plan) + after;
}

function describeMode(plan: ArrivalPlan): string {
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
      return plan.column ? `by column ${plan.column}` : "at explicit times";
  }
}

/** The first unused name: "Case", "Case 2", "Case 3". */
export function findFreeName(base: string, taken: readonly string[]): string {
  const names = new Set(taken);
  if (!names.has(base)) return base;
  for (let number = 2; ; number += 1) if (!names.has(`${base} ${number}`)) return `${base} ${number}`;
}
