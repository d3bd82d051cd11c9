/** The error of rows that the server rejects, with the row and column of each bad value. */
import { unwrap } from "@/api/client";
import { ApiError, toApiError } from "@/api/errors";
import type { Report } from "./types";

export class BadRowsError extends ApiError {
  readonly report: Report;

  constructor(error: ApiError, report: Report) {
    super(error);
    this.name = "BadRowsError";
    this.report = report;
  }
}

/**
 * Like `unwrap`, but rejected rows throw their report as well.
 *
 * @throws BadRowsError when the server rejects rows; ApiError for every other failure.
 */
export function unwrapOrBadRows<T>(answer: Parameters<typeof unwrap<T>>[0]): T {
  const report = (answer.error as { error?: { report?: Report } } | undefined)?.error?.report;
  if (report) throw new BadRowsError(toApiError(answer.response.status, answer.error), report);
  return unwrap(answer);
}

/** The report of rejected rows; null for any other error. */
export const getRowReport = (error: unknown): Report | null =>
  error instanceof BadRowsError ? error.report : null;
