import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import { createReport } from "./examples";
import { BadRowsError, getRowReport, unwrapOrBadRows } from "./packs";
import { summarizeErrors } from "./RowErrors";

describe("row errors", () => {
  it("are counted in rows", () => {
    expect(summarizeErrors(createReport([], { fault_count: 1, bad_rows: 1, rows: 0 }))).toBe(
      "1 error in 1 of 1 row.",
    );
    expect(summarizeErrors(createReport([], { fault_count: 12_345, bad_rows: 9_000, rows: 1_000 }))).toBe(
      "12\u202f345 errors in 9\u202f000 of 10\u202f000 rows.",
    );
    expect(summarizeErrors(createReport([], { fault_count: 1, bad_rows: 0 }))).toBe("1 error.");
  });

  it("are thrown with their report", () => {
    const bad = createReport([{ row: 1, column: "a", message: "x" }]);
    const answer = {
      error: { error: { code: "bad-rows", message: "Row 1: x", report: bad } },
      response: new Response(null, { status: 400 }),
    };
    const thrown = (() => {
      try {
        return unwrapOrBadRows(answer);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(BadRowsError);
    expect([getRowReport(thrown)?.fault_count, (thrown as ApiError).message]).toEqual([1, "Row 1: x"]);
    expect(() => unwrapOrBadRows({ error: {}, response: new Response(null, { status: 413 }) })).toThrow(
      ApiError,
    );
  });
});
