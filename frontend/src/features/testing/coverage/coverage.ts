/** Test coverage as badges on the canvas and as text. Pure. */
import type { Badge, BadgeLine } from "@/canvas/model/nodeBadges";
import type { Branch, Coverage } from "../types";

const BRANCH_KIND_LABELS: Record<string, string> = {
  where: "WHERE",
  filter: "Filter",
  case: "CASE",
  join: "JOIN ON",
  having: "HAVING",
};

const OUTCOME_LABELS: Record<string, string> = { true: "held", false: "did not hold", unknown: "was NULL" };
const formatOutcome = (outcome: string): string =>
  OUTCOME_LABELS[outcome] ?? outcome.toUpperCase().replace(/^(LEFT|RIGHT) ONLY$/, "$1 only");

/** The possible outcomes of a branch with their numbers of rows. NULL is listed only if it occurred. */
const listOutcomes = ({ outcomes }: Branch): [outcome: string, rows: number][] =>
  Object.entries(outcomes).filter(([outcome, rows]) => rows > 0 || outcome !== "unknown");

/** The outcomes that no row had. */
export const listMissedOutcomes = (branch: Branch): string[] =>
  listOutcomes(branch).flatMap(([outcome, rows]) => (rows === 0 ? outcome : []));

/** The missed outcomes as text; null when there are none. */
export function describeMissedOutcomes(branch: Branch): string | null {
  const missing = listMissedOutcomes(branch);
  if (missing.length === 0) return null;
  if (missing.length === listOutcomes(branch).length) return "never reached";
  if (missing.length === 1 && missing[0] === "false") return "always held";
  if (missing.length === 1 && missing[0] === "true") return "never held";
  return `never ${missing.map(formatOutcome).join(", ")}`;
}

function toBadgeLine(branch: Branch): BadgeLine {
  const missing = describeMissedOutcomes(branch);
  const seen = listOutcomes(branch).map(([outcome, rows]) => `${formatOutcome(outcome)} ${rows} ×`);
  return {
    kind: BRANCH_KIND_LABELS[branch.kind] ?? branch.kind.toUpperCase(),
    text: branch.text,
    note: missing ?? seen.join(", "),
    good: missing === null,
    line: branch.line,
    column: branch.column,
  };
}

/** A badge for each step: how many rows passed it, and which of its branches were missed. */
export function buildCoverageBadges(
  coverage: Coverage,
  nodes: readonly string[],
): ReadonlyMap<string, Badge> {
  const badges = new Map<string, Badge>();
  for (const node of nodes) {
    const rows = coverage.nodes[node]?.rows ?? 0;
    const branches = coverage.branches.filter((branch) => branch.node === node);
    const open = branches.filter((branch) => listMissedOutcomes(branch).length > 0).length;
    const tone = rows === 0 ? "missed" : open > 0 ? "partly" : "covered";
    badges.set(node, {
      tone,
      text: formatShortCount(rows),
      label: describeNodeCoverage(rows, open, branches.length),
      lines: branches.map(toBadgeLine),
    });
  }
  return badges;
}

function describeNodeCoverage(rows: number, open: number, of: number): string {
  if (rows === 0) return "No row of a test reached this step";
  const passed = rows === 1 ? "1 row passed" : `${rows} rows passed`;
  if (of === 0) return passed;
  if (open === 0) return `${passed}, all branches were taken`;
  return `${passed}, ${open} of ${of} ${of === 1 ? "condition" : "conditions"} not fully covered`;
}

const formatShortCount = (rows: number): string =>
  rows < 1_000 ? String(rows) : `${Math.round(rows / 100) / 10} k`;

/** "7 of 9 branches, 5 of 5 steps". */
export function describeCoverage(
  { covered, total, nodes: seen }: Coverage,
  nodes: readonly string[],
): string {
  const steps = `${nodes.filter((node) => (seen[node]?.rows ?? 0) > 0).length} of ${nodes.length} steps`;
  return total === 0 ? steps : `${covered} of ${total} branches, ${steps}`;
}
