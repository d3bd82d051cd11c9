import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { sentence } from "@/api/errors";
import { inspectRows } from "../packs";
import type { PackColumn, Report } from "../types";
import { general, type Marks, marksOf, NO_MARKS } from "./marks";
import { filledCount, type Grid, rowsOf } from "./model";

const PAUSE_MS = 500;

export interface GridCheck {
  marks: Marks;
  faults: number;
  /** What is wrong, but at no cell. */
  said: string[];
  /** Takes over the report of a save that was refused. */
  take: (report: Report, grid: Grid) => void;
}

const CLEAN = { marks: NO_MARKS, faults: 0, said: [] as string[] };

/** Asks the server a moment after each change what it would say, so that a fault shows where it is typed. */
export function useGridCheck(project: string, columns: readonly PackColumn[], grid: Grid): GridCheck {
  const [found, setFound] = useState(CLEAN);
  const [settled] = useDebouncedValue(grid, PAUSE_MS);
  const take = (report: Report, of: Grid) => {
    const sent = of.rows.slice(0, filledCount(of)).map((row) => row.id);
    setFound({ marks: marksOf(report, sent), faults: report.fault_count, said: general(report) });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each state of the grid
  useEffect(() => {
    const rows = rowsOf(settled);
    if (rows.length === 0 || columns.length === 0) return setFound(CLEAN);
    const stop = new AbortController();
    inspectRows(project, { columns, rows }, stop.signal).then(
      ({ report }) => take(report, settled),
      (error) => stop.signal.aborted || setFound({ ...CLEAN, said: [`Not checked: ${sentence(error)}`] }),
    );
    return () => stop.abort();
  }, [project, columns, settled]);
  return { ...found, take };
}
