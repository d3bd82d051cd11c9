/** What the server found wrong, at the cells it is about. Pure. */
import type { Report } from "../types";
import type { Grid, GridRow, Place } from "./model";

/** By row and column name; the empty name is the row as a whole. */
export type Marks = ReadonlyMap<GridRow["id"], ReadonlyMap<string, string>>;

export const NO_MARKS: Marks = new Map();

/** Faults at their rows: rows of the report count from 1, in the order in which they were sent. */
export function marksOf({ faults }: Report, sent: readonly GridRow["id"][]): Marks {
  const marks = new Map<number, Map<string, string>>();
  for (const { row, column, message } of faults) {
    const id = sent[row - 1];
    if (id === undefined) continue;
    const of = marks.get(id) ?? new Map<string, string>();
    const before = of.get(column ?? "");
    marks.set(id, of.set(column ?? "", before ? `${before} ${message}` : message));
  }
  return marks;
}

/** What is wrong with the file as a whole: it has no place in the grid. */
export const general = ({ faults }: Report): string[] =>
  faults.filter(({ row }) => row === 0).map(({ message }) => message);

/** The next marked place in reading order after the given one; round again at the end. */
export function nextMark(grid: Grid, marks: Marks, after: Place): Place | null {
  const places = grid.rows.flatMap((row, index) => {
    const of = marks.get(row.id);
    if (!of) return [];
    if (of.has("")) return [{ row: index, column: 0 }];
    return grid.columns.flatMap(({ name }, column) => (of.has(name) ? [{ row: index, column }] : []));
  });
  const later = ({ row, column }: Place) => row > after.row || (row === after.row && column > after.column);
  return places.find(later) ?? places[0] ?? null;
}
