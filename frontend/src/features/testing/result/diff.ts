/** A comparison as lines of one table: what is missing, what is too much, and which cells differ. */
import type { Change, Column, Comparison, Row } from "../types";

/** The kind of a change, where rows to expect carry it. */
export const KIND = "_kind";

export interface DiffCell {
  readonly column: string;
  /** The value of the line; of a changed cell the actual one. */
  readonly value: unknown;
  /** Only where a cell differs: what should have been. */
  readonly expected?: unknown;
  readonly differs: boolean;
}

export interface DiffLine {
  readonly sort: "changed" | "missing" | "unexpected";
  readonly cells: readonly DiffCell[];
  /** The row that came, if one did: "why?" can be asked of it. */
  readonly actual: Row | null;
}

export interface Diff {
  readonly columns: readonly string[];
  readonly lines: readonly DiffLine[];
  /** How many more there are than are shown. */
  readonly hidden: number;
}

/** Rows by the key, so that what belongs together stands together. */
export function diffOf(comparison: Comparison, columns: readonly Column[]): Diff {
  const { key, missing, unexpected, changed, counts } = comparison;
  const rows = [...missing, ...unexpected, ...changed.flatMap(({ expected, actual }) => [expected, actual])];
  const seen = new Set(rows.flatMap((row) => Object.keys(row)));
  const named = columns.map(({ name }) => name).filter((name) => seen.has(name) || key.includes(name));
  const others = [...seen].filter((name) => !named.includes(name));
  const all = [...key, ...[...named, ...others].filter((name) => !key.includes(name))];
  const whole = (sort: "missing" | "unexpected") => (row: Row) => ({
    sort,
    actual: sort === "unexpected" ? row : null,
    cells: all.map((column) => ({ column, value: row[column], differs: false })),
  });
  const lines: DiffLine[] = [
    ...changed.map(({ cells, expected, actual }) => ({
      sort: "changed" as const,
      actual,
      cells: all.map((column): DiffCell => {
        const cell = cells.find((one) => one.column === column);
        if (cell) return { column, value: cell.actual, expected: cell.expected, differs: true };
        return { column, value: column in actual ? actual[column] : expected[column], differs: false };
      }),
    })),
    ...missing.map(whole("missing")),
    ...unexpected.map(whole("unexpected")),
  ];
  const sorted = key.length > 0 ? byKey(lines, key) : lines;
  const total = (counts.missing ?? 0) + (counts.unexpected ?? 0) + (counts.changed ?? 0);
  return { columns: all, lines: sorted, hidden: Math.max(0, total - lines.length) };
}

const collator = new Intl.Collator("en", { numeric: true });

function byKey(lines: readonly DiffLine[], key: readonly string[]): DiffLine[] {
  const text = (line: DiffLine) =>
    key.map((name) => String(line.cells.find(({ column }) => column === name)?.value ?? "")).join("\u0000");
  return lines
    .map((line) => [text(line), line] as const)
    .sort(([one], [two]) => collator.compare(one, two))
    .map(([, line]) => line);
}

const times = (count: number, word: string) => `${count} ${word}`;

/** "3 as expected, 1 changed, 2 missing". */
export function diffSentence({ ok, matched, counts }: Comparison): string {
  const { changed = 0, missing = 0, unexpected = 0 } = counts;
  const parts = [
    matched > 0 || ok ? times(matched, matched === 1 ? "row as expected" : "rows as expected") : "",
    changed > 0 ? times(changed, "with other values") : "",
    missing > 0 ? times(missing, "missing") : "",
    unexpected > 0 ? times(unexpected, "unexpected") : "",
  ].filter(Boolean);
  return parts.join(", ") || "The rows came in another order";
}

/** What accepting would do to the expected rows: which go, which come. Equal rows are told by their content. */
export function acceptance(expected: readonly Row[], actual: readonly Row[]): { gone: Row[]; come: Row[] } {
  const left = new Map<string, Row[]>();
  for (const row of expected) {
    const text = exact(row);
    left.set(text, [...(left.get(text) ?? []), row]);
  }
  const come = actual.filter((row) => !left.get(exact(row))?.pop());
  return { gone: [...left.values()].flat(), come };
}

/** A row as text that is equal for equal rows, whatever the order of their columns. */
export const exact = (row: Row): string =>
  JSON.stringify(Object.entries(row).sort(([one], [two]) => (one < two ? -1 : 1)));

/** The place of a row among the changes of an output: the last one that brought it. */
export function placeOf(row: Row, changes: readonly Pick<Change, "kind" | "row">[]): number | null {
  const { [KIND]: kind, ...plain } = row;
  const wanted = exact(plain);
  for (let at = changes.length - 1; at >= 0; at -= 1) {
    const change = changes[at];
    if (!change || exact(change.row) !== wanted) continue;
    if (kind === undefined ? change.kind === "+I" || change.kind === "+U" : change.kind === kind) return at;
  }
  return null;
}
