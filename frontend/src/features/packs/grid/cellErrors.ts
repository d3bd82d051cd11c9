/** The errors that the server found, by cell. Pure. */
import type { Report } from "../types";
import type { CellPosition, Grid, GridRow } from "./model";

/** Messages by row id and column name; the empty name is the whole row. */
export type CellErrors = ReadonlyMap<GridRow["id"], ReadonlyMap<string, string>>;

export const NO_CELL_ERRORS: CellErrors = new Map();

/** Assigns errors to rows: the report counts them from 1, in the order in which they were sent. */
export function collectCellErrors({ faults }: Report, rowIds: readonly GridRow["id"][]): CellErrors {
  const errors = new Map<number, Map<string, string>>();
  for (const { row, column, message } of faults) {
    const id = rowIds[row - 1];
    if (id === undefined) continue;
    const rowErrors = errors.get(id) ?? new Map<string, string>();
    const previous = rowErrors.get(column ?? "");
    errors.set(id, rowErrors.set(column ?? "", previous ? `${previous} ${message}` : message));
  }
  return errors;
}

/** Errors of the file as a whole, which belong to no cell. */
export const listGeneralErrors = ({ faults }: Report): string[] =>
  faults.filter(({ row }) => row === 0).map(({ message }) => message);

/** The next cell with an error in reading order; wraps around at the end. */
export function findNextError(grid: Grid, errors: CellErrors, after: CellPosition): CellPosition | null {
  const positions = grid.rows.flatMap((row, index) => {
    const rowErrors = errors.get(row.id);
    if (!rowErrors) return [];
    if (rowErrors.has("")) return [{ row: index, column: 0 }];
    return grid.columns.flatMap(({ name }, column) => (rowErrors.has(name) ? [{ row: index, column }] : []));
  });
  const isLater = ({ row, column }: CellPosition) =>
    row > after.row || (row === after.row && column > after.column);
  return positions.find(isLater) ?? positions[0] ?? null;
}
