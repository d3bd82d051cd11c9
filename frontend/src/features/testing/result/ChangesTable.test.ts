import { describe, expect, it } from "vitest";
import type { Row, RowChange } from "../types";
import { computeFinalTable, isAppendOnly, toExpectedRows } from "./ChangesTable";

const change = (kind: RowChange["kind"], row: Row) => ({ kind, row });
const CHANGES = [
  change("+I", { city: "Rome", n: 1 }),
  change("+I", { city: "Bonn", n: 1 }),
  change("-U", { city: "Rome", n: 1 }),
  change("+U", { city: "Rome", n: 2 }),
  change("-D", { city: "Bonn", n: 1 }),
];

describe("the final table", () => {
  it("has the latest row of each key", () =>
    expect(computeFinalTable(CHANGES, ["city"])).toEqual([{ city: "Rome", n: 2 }]));
  it("removes an equal row if there is no key", () =>
    expect(computeFinalTable(CHANGES, [])).toEqual([{ city: "Rome", n: 2 }]));
  it("keeps duplicate rows without a key", () =>
    expect(computeFinalTable([change("+I", { n: 1 }), change("+I", { n: 1 })], [])).toHaveLength(2));
});

it("inserted rows have no kind", () => {
  expect([isAppendOnly(CHANGES), isAppendOnly(CHANGES.slice(0, 2))]).toEqual([false, true]);
  expect(toExpectedRows(CHANGES.slice(2, 3))).toEqual([{ city: "Rome", n: 1, _kind: "-U" }]);
});
