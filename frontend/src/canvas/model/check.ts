/** What the server's check says about the graph, kept apart from it so that a node hears only of itself. */

import { createStore, type StoreApi } from "zustand/vanilla";

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly severity: "error" | "warning";
  readonly node: string | null;
  readonly field: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly end_line?: number | null;
  readonly end_column?: number | null;
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable?: boolean;
}

export interface CheckReport {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  readonly nodes: Readonly<Record<string, { readonly columns: readonly Column[] }>>;
  readonly sql: string | null;
}

export interface CheckState {
  /** `waiting`: no answer for the present graph yet; `unreachable`: the server or the planner didn't answer. */
  readonly phase: "waiting" | "checked" | "unreachable";
  readonly problems: readonly Problem[];
  readonly byNode: ReadonlyMap<string, readonly Problem[]>;
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  readonly sql: string | null;
  /** Why the check can't be had. */
  readonly reason: string | null;
}

export type CheckStore = StoreApi<CheckState>;

const NOTHING: CheckState = {
  phase: "waiting",
  problems: [],
  byNode: new Map(),
  columns: new Map(),
  sql: null,
  reason: null,
};

export const createCheck = (): CheckStore => createStore<CheckState>(() => NOTHING);

/** Applies a report; what is equal to before keeps its identity, so unchanged nodes aren't rendered again. */
export function applyReport(store: CheckStore, report: CheckReport): void {
  const before = store.getState();
  const byNode = new Map<string, Problem[]>();
  for (const problem of report.problems) {
    if (problem.node) byNode.set(problem.node, [...(byNode.get(problem.node) ?? []), problem]);
  }
  store.setState({
    phase: "checked",
    reason: null,
    problems: report.problems,
    byNode: keepEqual(before.byNode, byNode),
    columns: keepEqual(
      before.columns,
      new Map(Object.entries(report.nodes).map(([id, node]) => [id, node.columns])),
    ),
    sql: report.sql,
  });
}

function keepEqual<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Map<string, T> {
  return new Map(
    [...after].map(([id, value]) => {
      const old = before.get(id);
      return [id, old !== undefined && JSON.stringify(old) === JSON.stringify(value) ? old : value];
    }),
  );
}

/** The one line that summarizes a node's problems: errors first. */
export function worstSeverity(problems: readonly Problem[] | undefined): "error" | "warning" | null {
  if (!problems || problems.length === 0) return null;
  return problems.some((problem) => problem.severity === "error") ? "error" : "warning";
}

/** Where a problem is, as words for a list. */
export function locationOf(problem: Problem, nodeName: string | undefined): string {
  const parts = [
    nodeName,
    problem.field,
    problem.line ? `line ${problem.line}, column ${problem.column ?? 1}` : null,
  ];
  return parts.filter(Boolean).join(" · ");
}
