/** What changes leave in the end, as a sink would hold it. */
import type { Change, Row } from "../types";
import { exact } from "./diff";

/** The final rows: by key where there is one, else a retraction takes back an equal row. */
export function finalTable(changes: readonly Pick<Change, "kind" | "row">[], key: readonly string[]): Row[] {
  const name = (row: Row) =>
    key.length > 0 ? exact(Object.fromEntries(key.map((column) => [column, row[column]]))) : exact(row);
  const found = new Map<string, Row[]>();
  for (const { kind, row } of changes) {
    const at = name(row);
    const there = found.get(at) ?? [];
    if (kind === "+I" || kind === "+U") found.set(at, key.length > 0 ? [row] : [...there, row]);
    // With a key the -U of an update is followed by its +U: the row keeps its place.
    else if (key.length === 0 || kind === "-D") found.set(at, there.slice(0, -1));
    else found.set(at, []);
  }
  return [...found.values()].flat();
}

/** Whether anything was ever changed or taken back. */
export const onlyAdds = (changes: readonly Pick<Change, "kind">[]): boolean =>
  changes.every(({ kind }) => kind === "+I");

/** Rows as a case would expect them: of changes with their kind, where it is not a plain row. */
export const asRows = (changes: readonly Pick<Change, "kind" | "row">[]): Row[] =>
  changes.map(({ kind, row }) => (kind === "+I" ? row : { ...row, _kind: kind }));
