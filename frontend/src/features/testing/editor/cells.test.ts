import { describe, expect, it } from "vitest";
import { formatCell, mergeColumns, parseCell, parseJsonLines } from "./cells";

describe("cells", () => {
  it.each([
    ["3", "INT", 3],
    ["9007199254740993", "BIGINT", "9007199254740993"],
    ["1.50", "DECIMAL(10, 2)", "1.50"],
    ["1.5", "DOUBLE", 1.5],
    ["many", "INT", "many"],
    ["TRUE", "BOOLEAN", true],
    ["", "STRING", null],
    ['""', "STRING", ""],
    ['{"a":1}', "ROW<a INT>", { a: 1 }],
    ["2026-01-01 00:00:00", "TIMESTAMP(3)", "2026-01-01 00:00:00"],
  ])("%s of %s", (text, type, value) => {
    expect(parseCell(text, type)).toEqual(value);
    if (text !== "TRUE") expect(formatCell(value)).toBe(text);
  });

  it("have the columns of the output, then other columns of the rows", () =>
    expect(mergeColumns([{ name: "a", type: "INT" }], [{ b: 1, a: 2 }]).map(({ name }) => name)).toEqual([
      "a",
      "b",
    ]));

  it("are parsed from JSON lines", () => {
    expect(parseJsonLines('{"a":1}\n\n{"a":2}')).toEqual({ rows: [{ a: 1 }, { a: 2 }] });
    expect(parseJsonLines('{"a":1}\n[2]')).toEqual({ problem: expect.stringContaining("Line 2") });
  });
});
