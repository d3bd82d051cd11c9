import { describe, expect, it } from "vitest";
import type { Change, Row } from "../types";
import { asRows, finalTable, onlyAdds } from "./changes";

const change = (kind: Change["kind"], row: Row) => ({ kind, row });
const CHANGES = [
  change("+I", { city: "Rome", n: 1 }),
  change("+I", { city: "Bonn", n: 1 }),
  change("-U", { city: "Rome", n: 1 }),
  change("+U", { city: "Rome", n: 2 }),
  change("-D", { city: "Bonn", n: 1 }),
];

describe("the final table", () => {
  it("has the last row of each key", () =>
    expect(finalTable(CHANGES, ["city"])).toEqual([{ city: "Rome", n: 2 }]));
  it("takes equal rows back where there is no key", () =>
    expect(finalTable(CHANGES, [])).toEqual([{ city: "Rome", n: 2 }]));
  it("keeps equal rows apart without a key", () =>
    expect(finalTable([change("+I", { n: 1 }), change("+I", { n: 1 })], [])).toHaveLength(2));
});

it("rows that are only added are plain", () => {
  expect([onlyAdds(CHANGES), onlyAdds(CHANGES.slice(0, 2))]).toEqual([false, true]);
  expect(asRows(CHANGES.slice(2, 3))).toEqual([{ city: "Rome", n: 1, _kind: "-U" }]);
});
