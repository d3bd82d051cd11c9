import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { errorMessage } from "@/api/errors";
import { inspectRows } from "../packs";
import type { PackColumn, Report } from "../types";
import { type CellErrors, collectCellErrors, listGeneralErrors, NO_CELL_ERRORS } from "./cellErrors";
import { countFilledRows, type Grid, toRows } from "./model";

const PAUSE_MS = 500;

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
