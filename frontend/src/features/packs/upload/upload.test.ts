import { File as NodeFile } from "node:buffer";
import { describe, expect, it } from "vitest";
import { createReport, LAYOUT } from "../examples";
import type { Inspection } from "../types";
import { derivePackName, dropTruncatedRow, findLastLineEnd, MAX_HEAD_BYTES, readHead } from "./fileHead";
import { describeLayout } from "./layoutLabels";
import { buildFormData } from "./uploadApi";

describe("the beginning of a file", () => {
  it.each([
    ["orders (march).CSV", "orders (march)"],
    ["rows.ndjson", "rows"],
    ["plain", "plain"],
  ])("%s is named %s", (file, name) => expect(derivePackName(new File([], file))).toBe(name));

  it("is whole lines of a large file, or all of a small one", async () => {
    const small = new File(["a\nb"], "small.csv");
    expect(await readHead(small)).toBe(small);
    const line = `${"x".repeat(99)}\n`;
    const head = await readHead(
      new NodeFile([line.repeat(MAX_HEAD_BYTES / 100 + 10)], "large.csv") as unknown as File,
    );
    expect(head.size % line.length).toBe(0);
    expect(head.size).toBeLessThanOrEqual(MAX_HEAD_BYTES);
  });

  it("cuts UTF-16 between characters", () => {
    const text = "ab\ncdĊ".repeat(300);
    const little = Uint8Array.from(
      [...text].flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8]),
    );
    const big = Uint8Array.from(
      [...text].flatMap((one) => [one.charCodeAt(0) >> 8, one.charCodeAt(0) & 255]),
    );
    const end = (text.lastIndexOf("\n") + 1) * 2;
    expect([findLastLineEnd(little), findLastLineEnd(big)]).toEqual([end, end]);
  });

  it("ignores the error of a truncated last row, and no other", () => {
    const faults = [
      { row: 0, column: null, message: "whole" },
      { row: 3, column: "amount", message: "bad" },
      { row: 12, column: null, message: "cut" },
    ];
    const inspection: Inspection = { layout: LAYOUT, columns: [], sample: [], report: createReport(faults) };
    expect(dropTruncatedRow(inspection, true).report).toMatchObject({
      fault_count: 2,
      faults: faults.slice(0, 2),
    });
    expect(dropTruncatedRow(inspection, false)).toBe(inspection);
  });

  it("has its layout described in one line", () => {
    expect(describeLayout(LAYOUT)).toBe("CSV, UTF-8, semicolon");
    expect(describeLayout({ ...LAYOUT, delimiter: "\t", encoding: "koi8-r" })).toBe("CSV, KOI8-R, tab");
    expect(describeLayout({ ...LAYOUT, format: "jsonl" })).toBe("JSON lines, UTF-8");
  });
});

it("sends the defined fields, columns as JSON, the file last", () => {
  const form = buildFormData(new File(["x"], "a.csv"), {
    header: false,
    days: undefined,
    columns: [{ name: "a", type: "INT" }],
  });
  expect([...form.keys()]).toEqual(["header", "columns", "file"]);
  expect([form.get("header"), form.get("columns")]).toEqual(["false", '[{"name":"a","type":"INT"}]']);
});
