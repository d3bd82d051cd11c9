/** Examples of the server's answers about files, for tests. */
import type { Layout, Report } from "./types";

export const LAYOUT: Layout = {
  format: "csv",
  encoding: "utf-8",
  delimiter: ";",
  quote: '"',
  header: true,
  days: null,
  ignore_unknown: false,
};

export const createReport = (faults: Report["faults"], more: Partial<Report> = {}): Report => ({
  rows: 10,
  bad_rows: 2,
  fault_count: faults.length,
  faults,
  missing: [],
  layout: LAYOUT,
  ...more,
});
