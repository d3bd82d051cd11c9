import { describe, expect, it } from "vitest";
import type { Comparison } from "../types";
import { buildDiff, compareRows, describeComparison, findChangeIndex, serializeRow } from "./diff";

const columns = ["orders", "city", "revenue"].map((name) => ({ name, type: "STRING" }));
const base: Comparison = {
  ok: false,
  matched: 2,
  missing: [{ city: "Rome", orders: 1, revenue: "5.00" }],
  unexpected: [{ city: "Bonn", orders: 9, revenue: "1.00" }],
  changed: [
    {
      key: { city: "Paris" },
      cells: [{ column: "revenue", expected: "30.00", actual: "20.00" }],
      expected: { city: "Paris", orders: 2, revenue: "30.00" },
      actual: { city: "Paris", orders: 2, revenue: "20.00" },
    },
  ],
  counts: { missing: 1, unexpected: 1, changed: 1 },
  key: ["city"],
  notes: [],
};

describe("the diff", () => {
  const diff = buildDiff(base, columns);

  it("has the key first, and the rows by it", () => {
    expect(diff.columns).toEqual(["city", "orders", "revenue"]);
    expect(diff.lines.map(({ kind, cells }) => [kind, cells[0]?.value])).toEqual([
      ["unexpected", "Bonn"],
      ["changed", "Paris"],
      ["missing", "Rome"],
    ]);
  });

  it("marks only the cells that differ", () => {
    const changed = diff.lines.find(({ kind }) => kind === "changed");
    expect(changed?.cells.filter(({ differs }) => differs)).toEqual([
      { column: "revenue", value: "20.00", expected: "30.00", differs: true },
    ]);
  });

  it("counts the hidden lines", () =>
    expect(buildDiff({ ...base, counts: { ...base.counts, missing: 400 } }, columns).hidden).toBe(399));

  it("works without a key, and with columns that the output has not", () => {
    const plain = buildDiff({ ...base, key: [], changed: [], missing: [{ town: "Rome" }] }, columns);
    expect(plain.columns).toEqual(["orders", "city", "revenue", "town"]);
  });

  it.each([
    [base, "2 rows as expected, 1 with other values, 1 missing, 1 unexpected"],
    [{ ...base, ok: true, matched: 1, counts: {} }, "1 row as expected"],
    [{ ...base, matched: 0, counts: {} }, "The rows came in another order"],
  ])("is summarized", (comparison, sentence) => expect(describeComparison(comparison)).toBe(sentence));
});

describe("accepting", () => {
  it("finds removed and added rows, counting duplicates", () => {
    const [a, b] = [{ x: 1 }, { x: 2 }];
    expect(compareRows([a, a, b], [a, b, { x: 3 }])).toEqual({ removed: [a], added: [{ x: 3 }] });
  });

  it("ignores the order of columns", () =>
    expect(serializeRow({ a: 1, b: 2 })).toBe(serializeRow({ b: 2, a: 1 })));
});

describe("a row among the changes", () => {
  const changes = [
    { kind: "+I", row: { c: "x", n: 1 } },
    { kind: "-U", row: { c: "x", n: 1 } },
    { kind: "+U", row: { c: "x", n: 2 } },
  ] as const;

  it.each([
    [{ c: "x", n: 1 }, 0],
    [{ c: "x", n: 2 }, 2],
    [{ c: "x", n: 1, _kind: "-U" }, 1],
    [{ c: "y", n: 1 }, null],
  ])("%o is at %s", (row, place) => expect(findChangeIndex(row, changes)).toBe(place));
});
