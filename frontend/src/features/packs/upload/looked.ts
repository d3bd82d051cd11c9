/** What a look at the beginning of a file is worth. Pure. */
import type { Inspection } from "../types";

/** Where only the beginning was sent, its last row may be cut in two: a fault of that is none of the file. */
export function looked(inspection: Inspection, partial: boolean): Inspection {
  if (!partial) return inspection;
  const { report } = inspection;
  const last = report.rows + report.bad_rows;
  const faults = report.faults.filter(({ row, column }) => column !== null || row === 0 || row < last);
  const cut = report.faults.length - faults.length;
  return { ...inspection, report: { ...report, faults, fault_count: report.fault_count - cut } };
}
