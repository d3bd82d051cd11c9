/** Changelogs of outputs. Pure. */
import type { Row, RowChange } from "../types";
import { serializeRow } from "./diff";

/** The table that results from the changes: by key if there is one, otherwise a retraction removes an equal row. */
export function computeFinalTable(
  changes: readonly Pick<RowChange, "kind" | "row">[],
  key: readonly string[],
): Row[] {
  const name = (row: Row) =>
    key.length > 0
      ? serializeRow(Object.fromEntries(key.map((column) => [column, row[column]])))
      : serializeRow(row);
  const found = new Map<string, Row[]>();
  for (const { kind, row } of changes) {
    const at = name(row);
    const there = found.get(at) ?? [];
    if (kind === "+I" || kind === "+U") found.set(at, key.length > 0 ? [row] : [...there, row]);
    // With a key the +U that follows a -U replaces the row in its position.
    else if (key.length === 0 || kind === "-D") found.set(at, there.slice(0, -1));
    else found.set(at, []);
  }
  return [...found.values()].flat();
}

/** Whether there are only inserts. */
export const isAppendOnly = (changes: readonly Pick<RowChange, "kind">[]): boolean =>
  changes.every(({ kind }) => kind === "+I");

/** Changes as expected rows, with the row kind unless it is an insert. */
export const toExpectedRows = (changes: readonly Pick<RowChange, "kind" | "row">[]): Row[] =>
  changes.map(({ kind, row }) => (kind === "+I" ? row : { ...row, _kind: kind }));
