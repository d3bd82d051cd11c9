/** The way of a row, as marks on the steps of the canvas. */
import type { Badge, Badges } from "@/canvas/model/nodeBadges";
import type { Answer, Question } from "../types";

export interface Edge {
  readonly source: string;
  readonly target: string;
}

interface Step {
  readonly id: string;
  readonly name: string;
}

const rowsWord = (count: number) => (count === 1 ? "1 row" : `${count} rows`);

/** "rows 1, 4 and 7": places in a pack, counted as people count. */
export function places(rows: readonly number[]): string {
  const named = rows.slice(0, 5).map((row) => String(row + 1));
  const more = rows.length > 5 ? [`${rows.length - 5} more`] : [];
  const all = [...named, ...more];
  const list = all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
  return `${rows.length === 1 ? "row" : "rows"} ${list}`;
}

/** Of an output row where its rows came from; of an input row the steps that it took, and where it ended. */
export function traceMarks(
  answer: Answer,
  question: Question,
  nodes: readonly Step[],
  edges: readonly Edge[] = [],
): Badges {
  const found = new Map<string, Badge>();
  const idOf = (name: string) => nodes.find((node) => node.name === name)?.id;
  const mark = (
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
      mark(idOf(source), rowsWord(rows.length), `It was made of ${places(rows)} of ${source}`);
    const from = [...sources.keys()].flatMap((name) => idOf(name) ?? []);
    for (const id of between(from, idOf(question.output), edges))
      if (!found.has(id)) mark(id, "", "The row came through this step");
    mark(idOf(question.output), "this row", `The row that came out of ${question.output}`);
    return found;
  }
  mark(idOf(question.source), `row ${question.row + 1}`, `Row ${question.row + 1} of ${question.source}`);
  for (const step of answer.steps ?? []) {
    const count = step.rows.length + step.more;
    mark(
      step.node ?? idOf(step.name),
      count === 0 ? "ends here" : rowsWord(count),
      step.sentence.replace(/\.$/, ""),
    );
  }
  if (answer.late) mark(answer.late.node, "dropped", answer.late.message.replace(/\.$/, ""), "missed");
  return found;
}

/** The steps that lie on a way from one of `from` to `to`. */
function between(from: readonly string[], to: string | undefined, edges: readonly Edge[]): string[] {
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
