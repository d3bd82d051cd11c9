/** The refusal of rows: an error that says where in them. */
import { ok } from "@/api/client";
import { ApiError, apiError } from "@/api/errors";
import type { Report } from "./types";

export class BadRows extends ApiError {
  readonly report: Report;

  constructor(error: ApiError, report: Report) {
    super(error);
    this.name = "BadRows";
    this.report = report;
  }
}

/** As `ok`, but bad rows are thrown with their report. */
export function taken<T>(answer: Parameters<typeof ok<T>>[0]): T {
  const report = (answer.error as { error?: { report?: Report } } | undefined)?.error?.report;
  if (report) throw new BadRows(apiError(answer.response.status, answer.error), report);
  return ok(answer);
}

export const reportOf = (error: unknown): Report | null => (error instanceof BadRows ? error.report : null);
