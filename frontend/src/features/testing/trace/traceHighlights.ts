/** The trace of a row as badges on the canvas. Pure. */
import type { Badge, Badges } from "@/canvas/model/nodeBadges";
import type { TraceAnswer, TraceQuestion } from "../types";

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
}

interface GraphNode {
  readonly id: string;
  readonly name: string;
}

const formatRowCount = (count: number) => (count === 1 ? "1 row" : `${count} rows`);

/** "rows 1, 4 and 7", counted from 1. */
export function describeRows(rows: readonly number[]): string {
  const named = rows.slice(0, 5).map((row) => String(row + 1));
  const more = rows.length > 5 ? [`${rows.length - 5} more`] : [];
  const all = [...named, ...more];
  const list = all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
  return `${rows.length === 1 ? "row" : "rows"} ${list}`;
}

/** For an output row, the sources it came from; for an input row, the steps that it passed. */
export function buildTraceHighlights(
  answer: TraceAnswer,
  question: TraceQuestion,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[] = [],
): Badges {
  const found = new Map<string, Badge>();
  const idOf = (name: string) => nodes.find((node) => node.name === name)?.id;
  const highlight = (
    id: string | null | undefined,
    text: string,
    label: string,
    tone: Badge["tone"] = "traced",
  ) => {
    if (id) found.set(id, { tone, text, label, lines: [] });
  };
  if ("output" in question) {
    const sources = new Map<string, number[]>();
    for (const { source, row } of answer.rows ?? [])
      sources.set(source, [...(sources.get(source) ?? []), row]);
    for (const [source, rows] of sources)
      highlight(
        idOf(source),
        formatRowCount(rows.length),
        `It was produced from ${describeRows(rows)} of ${source}`,
      );
    const from = [...sources.keys()].flatMap((name) => idOf(name) ?? []);
    for (const id of findNodesBetween(from, idOf(question.output), edges))
      if (!found.has(id)) highlight(id, "", "The row passed this step");
    highlight(idOf(question.output), "this row", `The output row of ${question.output}`);
    return found;
  }
  highlight(
    idOf(question.source),
    `row ${question.row + 1}`,
    `Row ${question.row + 1} of ${question.source}`,
  );
  for (const step of answer.steps ?? []) {
    const count = step.rows.length + step.more;
    highlight(
      step.node ?? idOf(step.name),
      count === 0 ? "ends here" : formatRowCount(count),
      step.sentence.replace(/\.$/, ""),
    );
  }
  if (answer.late) highlight(answer.late.node, "dropped", answer.late.message.replace(/\.$/, ""), "missed");
  return found;
}

/** The nodes on a path from one of `from` to `to`. */
function findNodesBetween(
  from: readonly string[],
  to: string | undefined,
  edges: readonly GraphEdge[],
): string[] {
  const reach = (starts: readonly string[], next: (id: string) => string[]): Set<string> => {
    const seen = new Set(starts);
    for (const id of seen) for (const other of next(id)) seen.add(other);
    return seen;
  };
  const after = reach(from, (id) => edges.flatMap(({ source, target }) => (source === id ? target : [])));
  const before = reach(to ? [to] : [], (id) =>
    edges.flatMap(({ source, target }) => (target === id ? source : [])),
  );
  return [...after].filter((id) => before.has(id));
}
