/** What the suite has exercised, as marks on the canvas and as figures. */
import type { Badge, BadgeLine } from "@/canvas/model/nodeBadges";
import type { Branch, Coverage } from "../types";

const KINDS: Record<string, string> = {
  where: "WHERE",
  filter: "Filter",
  case: "CASE",
  join: "JOIN ON",
  having: "HAVING",
};

const WAYS: Record<string, string> = { true: "held", false: "did not hold", unknown: "was NULL" };
const wayWord = (way: string): string =>
  WAYS[way] ?? way.toUpperCase().replace(/^(LEFT|RIGHT) ONLY$/, "$1 only");

/** The ways that rows can go, each with how many went it. Not every condition can be NULL: only if one was. */
const ways = ({ outcomes }: Branch): [way: string, rows: number][] =>
  Object.entries(outcomes).filter(([way, rows]) => rows > 0 || way !== "unknown");

/** The ways that no case has sent a row. */
export const never = (branch: Branch): string[] =>
  ways(branch).flatMap(([way, rows]) => (rows === 0 ? way : []));

/** What has not been seen of a branch, for people; null when every way was gone. */
export function neverText(branch: Branch): string | null {
  const missing = never(branch);
  if (missing.length === 0) return null;
  if (missing.length === ways(branch).length) return "never reached";
  if (missing.length === 1 && missing[0] === "false") return "always held";
  if (missing.length === 1 && missing[0] === "true") return "never held";
  return `never ${missing.map(wayWord).join(", ")}`;
}

function lineOf(branch: Branch): BadgeLine {
  const missing = neverText(branch);
  const seen = ways(branch).map(([way, rows]) => `${wayWord(way)} ${rows} ×`);
  return {
    kind: KINDS[branch.kind] ?? branch.kind.toUpperCase(),
    text: branch.text,
    note: missing ?? seen.join(", "),
    good: missing === null,
    line: branch.line,
    column: branch.column,
  };
}

/** One mark a step: how many rows passed it, and which of its branches were never taken. */
export function coverageMarks(coverage: Coverage, nodes: readonly string[]): ReadonlyMap<string, Badge> {
  const marks = new Map<string, Badge>();
  for (const node of nodes) {
    const rows = coverage.nodes[node]?.rows ?? 0;
    const branches = coverage.branches.filter((branch) => branch.node === node);
    const open = branches.filter((branch) => never(branch).length > 0).length;
    const tone = rows === 0 ? "missed" : open > 0 ? "partly" : "covered";
    marks.set(node, {
      tone,
      text: short(rows),
      label: labelOf(rows, open, branches.length),
      lines: branches.map(lineOf),
    });
  }
  return marks;
}

function labelOf(rows: number, open: number, of: number): string {
  if (rows === 0) return "No case sends a row through this step";
  const passed = rows === 1 ? "1 row passed" : `${rows} rows passed`;
  if (of === 0) return passed;
  if (open === 0) return `${passed}, every way was taken`;
  return `${passed}, not every way was taken at ${open} of ${of} ${of === 1 ? "place" : "places"}`;
}

const short = (rows: number): string => (rows < 1_000 ? String(rows) : `${Math.round(rows / 100) / 10} k`);

/** "7 of 9 branches, 5 of 5 steps". */
export function coverageSentence(
  { covered, total, nodes: seen }: Coverage,
  nodes: readonly string[],
): string {
  const steps = `${nodes.filter((node) => (seen[node]?.rows ?? 0) > 0).length} of ${nodes.length} steps`;
  return total === 0 ? steps : `${covered} of ${total} branches, ${steps}`;
}
