import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { errorMessage } from "@/api/errors";
import { inspectRows } from "../packs";
import type { PackColumn, Report } from "../types";
import { type CellPosition, countFilledRows, type Grid, type GridRow, toRows } from "./model";

const PAUSE_MS = 500;

/** Messages by row id and column name; the empty name is the whole row. */
export type CellErrors = ReadonlyMap<GridRow["id"], ReadonlyMap<string, string>>;

export const NO_CELL_ERRORS: CellErrors = new Map();

export interface GridCheck {
  cellErrors: CellErrors;
  errorCount: number;
  /** Errors that belong to no cell. */
  messages: string[];
  /** Shows the report of a rejected save. */
  showReport: (report: Report, grid: Grid) => void;
}

const NO_ERRORS = { cellErrors: NO_CELL_ERRORS, errorCount: 0, messages: [] as string[] };

/** Checks the rows on the server shortly after each change, so that errors show while one types. */
export function useGridCheck(project: string, columns: readonly PackColumn[], grid: Grid): GridCheck {
  const [found, setFound] = useState(NO_ERRORS);
  const [checkedGrid] = useDebouncedValue(grid, PAUSE_MS);
  const showReport = (report: Report, reported: Grid) => {
    const rowIds = reported.rows.slice(0, countFilledRows(reported)).map((row) => row.id);
    setFound({
      cellErrors: collectCellErrors(report, rowIds),
      errorCount: report.fault_count,
      messages: listGeneralErrors(report),
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one request per state of the grid
  useEffect(() => {
    const rows = toRows(checkedGrid);
    if (rows.length === 0 || columns.length === 0) return setFound(NO_ERRORS);
    const stop = new AbortController();
    inspectRows(project, { columns: [...columns], rows }, stop.signal).then(
      ({ report }) => showReport(report, checkedGrid),
      (error) =>
        stop.signal.aborted || setFound({ ...NO_ERRORS, messages: [`Not checked: ${errorMessage(error)}`] }),
    );
    return () => stop.abort();
  }, [project, columns, checkedGrid]);
  return { ...found, showReport };
}

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
