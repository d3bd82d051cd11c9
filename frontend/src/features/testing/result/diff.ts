/** A comparison as lines of one table: missing rows, unexpected rows, and cells that differ. Pure. */
import type { Comparison, Row, RowChange, RunColumn } from "../types";

/** Column of the row kind in expected rows. */
export const KIND = "_kind";

export interface DiffCell {
  readonly column: string;
  /** The value; in a changed cell the actual one. */
  readonly value: unknown;
  /** The expected value, only in cells that differ. */
  readonly expected?: unknown;
  readonly differs: boolean;
}

export interface DiffLine {
  readonly kind: "changed" | "missing" | "unexpected";
  readonly cells: readonly DiffCell[];
  /** The actual row, if there is one, which can be explained. */
  readonly actual: Row | null;
}

export interface Diff {
  readonly columns: readonly string[];
  readonly lines: readonly DiffLine[];
  /** The number of lines that are not shown. */
  readonly hidden: number;
}

/** Builds the lines, sorted by key so that related rows are adjacent. */
export function buildDiff(comparison: Comparison, columns: readonly RunColumn[]): Diff {
  const { key, missing, unexpected, changed, counts } = comparison;
  const rows = [...missing, ...unexpected, ...changed.flatMap(({ expected, actual }) => [expected, actual])];
  const seen = new Set(rows.flatMap((row) => Object.keys(row)));
  const named = columns.map(({ name }) => name).filter((name) => seen.has(name) || key.includes(name));
  const others = [...seen].filter((name) => !named.includes(name));
  const all = [...key, ...[...named, ...others].filter((name) => !key.includes(name))];
  const toLine = (kind: "missing" | "unexpected") => (row: Row) => ({
    kind,
    actual: kind === "unexpected" ? row : null,
    cells: all.map((column) => ({ column, value: row[column], differs: false })),
  });
  const lines: DiffLine[] = [
    ...changed.map(({ cells, expected, actual }) => ({
      kind: "changed" as const,
      actual,
      cells: all.map((column): DiffCell => {
        const cell = cells.find((one) => one.column === column);
        if (cell) return { column, value: cell.actual, expected: cell.expected, differs: true };
        return { column, value: column in actual ? actual[column] : expected[column], differs: false };
      }),
    })),
    ...missing.map(toLine("missing")),
    ...unexpected.map(toLine("unexpected")),
  ];
  const sorted = key.length > 0 ? sortByKey(lines, key) : lines;
  const total = (counts.missing ?? 0) + (counts.unexpected ?? 0) + (counts.changed ?? 0);
  return { columns: all, lines: sorted, hidden: Math.max(0, total - lines.length) };
}

const collator = new Intl.Collator("en", { numeric: true });

function sortByKey(lines: readonly DiffLine[], key: readonly string[]): DiffLine[] {
  const text = (line: DiffLine) =>
    key.map((name) => String(line.cells.find(({ column }) => column === name)?.value ?? "")).join("\u0000");
  return lines
    .map((line) => [text(line), line] as const)
    .sort(([one], [two]) => collator.compare(one, two))
    .map(([, line]) => line);
}

/** "3 as expected, 1 changed, 2 missing". */
export function describeComparison({ ok, matched, counts }: Comparison): string {
  const { changed = 0, missing = 0, unexpected = 0 } = counts;
  const parts = [
    matched > 0 || ok ? `${matched} ${matched === 1 ? "row" : "rows"} as expected` : "",
    changed > 0 ? `${changed} with other values` : "",
    missing > 0 ? `${missing} missing` : "",
    unexpected > 0 ? `${unexpected} unexpected` : "",
  ].filter(Boolean);
  return parts.join(", ") || "The rows came in another order";
}

/** Which expected rows would be removed and added by accepting. Duplicates are counted. */
export function compareRows(
  expected: readonly Row[],
  actual: readonly Row[],
): { removed: Row[]; added: Row[] } {
  const remaining = new Map<string, Row[]>();
  for (const row of expected) {
    const text = serializeRow(row);
    remaining.set(text, [...(remaining.get(text) ?? []), row]);
  }
  const added = actual.filter((row) => !remaining.get(serializeRow(row))?.pop());
  return { removed: [...remaining.values()].flat(), added };
}

/** Serializes a row independently of the order of its columns. */
export const serializeRow = (row: Row): string =>
  JSON.stringify(Object.entries(row).sort(([one], [two]) => (one < two ? -1 : 1)));

/** The index of the last change that produced a row, or null. */
export function findChangeIndex(
  row: Row,
  changes: readonly Pick<RowChange, "kind" | "row">[],
): number | null {
  const { [KIND]: kind, ...plain } = row;
  const wanted = serializeRow(plain);
  for (let at = changes.length - 1; at >= 0; at -= 1) {
    const change = changes[at];
    if (!change || serializeRow(change.row) !== wanted) continue;
    if (kind === undefined ? change.kind === "+I" || change.kind === "+U" : change.kind === kind) return at;
  }
  return null;
}
