import { describe, expect, it } from "vitest";
import type { Comparison } from "../types";
import { acceptance, diffOf, diffSentence, exact, placeOf } from "./diff";

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
  const diff = diffOf(base, columns);

  it("has the key first, and the rows by it", () => {
    expect(diff.columns).toEqual(["city", "orders", "revenue"]);
    expect(diff.lines.map(({ sort, cells }) => [sort, cells[0]?.value])).toEqual([
      ["unexpected", "Bonn"],
      ["changed", "Paris"],
      ["missing", "Rome"],
    ]);
  });

  it("marks only the cells that differ", () => {
    const changed = diff.lines.find(({ sort }) => sort === "changed");
    expect(changed?.cells.filter(({ differs }) => differs)).toEqual([
      { column: "revenue", value: "20.00", expected: "30.00", differs: true },
    ]);
  });

  it("says how much it leaves out", () =>
    expect(diffOf({ ...base, counts: { ...base.counts, missing: 400 } }, columns).hidden).toBe(399));

  it("works without a key, and with columns that the output has not", () => {
    const plain = diffOf({ ...base, key: [], changed: [], missing: [{ town: "Rome" }] }, columns);
    expect(plain.columns).toEqual(["orders", "city", "revenue", "town"]);
  });

  it.each([
    [base, "2 rows as expected, 1 with other values, 1 missing, 1 unexpected"],
    [{ ...base, ok: true, matched: 1, counts: {} }, "1 row as expected"],
    [{ ...base, matched: 0, counts: {} }, "The rows came in another order"],
  ])("is summed up", (comparison, sentence) => expect(diffSentence(comparison)).toBe(sentence));
});

describe("accepting", () => {
  it("says which rows go and which come, equal ones counted", () => {
    const [a, b] = [{ x: 1 }, { x: 2 }];
    expect(acceptance([a, a, b], [a, b, { x: 3 }])).toEqual({ gone: [a], come: [{ x: 3 }] });
  });

  it("doesn't mind the order of columns", () => expect(exact({ a: 1, b: 2 })).toBe(exact({ b: 2, a: 1 })));
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
  ])("%o is at %s", (row, place) => expect(placeOf(row, changes)).toBe(place));
});
