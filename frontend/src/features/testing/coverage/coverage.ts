/** What the suite has exercised, as marks on the canvas and as figures. */
import type { Mark, MarkLine } from "@/canvas/model/marks";
import type { Branch, Coverage } from "../types";

const KINDS: Record<string, string> = {
  where: "WHERE",
  filter: "Filter",
  case: "CASE WHEN",
  join: "JOIN ON",
  having: "HAVING",
};

/** Each branch can go two ways that matter: to hold, and not to hold (an unknown is no match either). */
export function ways({ outcomes }: Branch): Record<"held" | "not", number> {
  return { held: outcomes.true ?? 0, not: (outcomes.false ?? 0) + (outcomes.unknown ?? 0) };
}

export const never = (branch: Branch): ("true" | "false")[] => {
  const { held, not } = ways(branch);
  return [...(held === 0 ? (["true"] as const) : []), ...(not === 0 ? (["false"] as const) : [])];
};

/** What has not been seen of a branch, for people; null when both ways were taken. */
export function neverText(branch: Branch): string | null {
  const missing = never(branch);
  if (missing.length === 2) return "never reached";
  if (missing.length === 0) return null;
  return missing[0] === "true" ? "never held" : "always held";
}

function lineOf(branch: Branch): MarkLine {
  const { held, not } = ways(branch);
  const missing = neverText(branch);
  return {
    kind: KINDS[branch.kind] ?? branch.kind.toUpperCase(),
    text: branch.text,
    note: missing ?? `held ${held} ×, not ${not} ×`,
    good: missing === null,
    line: branch.line,
    column: branch.column,
  };
}

/** One mark a step: how many rows passed it, and which of its branches were never taken. */
export function coverageMarks(coverage: Coverage, nodes: readonly string[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const node of nodes) {
    const rows = coverage.nodes[node]?.rows ?? 0;
    const branches = coverage.branches.filter((branch) => branch.node === node);
    const open = branches.filter((branch) => never(branch).length > 0).length;
    const tone = rows === 0 ? "missed" : open > 0 ? "partly" : "covered";
    const passed = rows === 1 ? "1 row" : `${rows} rows`;
    const label =
      rows === 0
        ? "No case sends a row through this step"
        : open === 0
          ? `${passed} passed, every branch was taken`
          : `${passed} passed, ${open} of ${branches.length} branches not fully taken`;
    marks.set(node, { tone, text: rows === 0 ? "0" : short(rows), label, lines: branches.map(lineOf) });
  }
  return marks;
}

const short = (rows: number): string => (rows < 1_000 ? String(rows) : `${Math.round(rows / 100) / 10} k`);

/** Both ways of each condition count as a branch of their own. */
export function figures({ branches }: Coverage): { taken: number; of: number } {
  const open = branches.reduce((sum, branch) => sum + never(branch).length, 0);
  return { taken: 2 * branches.length - open, of: 2 * branches.length };
}

/** "7 of 9 branches, 5 of 5 steps". */
export function coverageSentence(coverage: Coverage, nodes: readonly string[]): string {
  const seen = nodes.filter((node) => (coverage.nodes[node]?.rows ?? 0) > 0).length;
  const steps = `${seen} of ${nodes.length} steps`;
  const { taken, of } = figures(coverage);
  return of === 0 ? steps : `${taken} of ${of} branches, ${steps}`;
}
