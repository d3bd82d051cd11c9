import { describe, expect, it } from "vitest";
import {
  createDefinition,
  describePlan,
  EMPTY_DEFINITION,
  findFreeName,
  isDelayedRow,
  toggleDelayedRow,
  withExpected,
  withIdleGap,
  withInput,
  withMode,
} from "./definition";
import type { ArrivalPlan, TestSurface } from "./types";

const source = {
  name: "orders",
  node: "n1",
  columns: [
    { name: "id", type: "STRING", optional: false },
    { name: "at", type: "TIMESTAMP(3)", optional: false },
  ],
  event_time: "at",
  delay_ms: 0,
  idle_timeout_ms: null,
  changes: false,
};
const surface: TestSurface = { sources: [source], sinks: [], taps: [], processing_time: false, notes: [] };
const pack = (id: string, ...names: string[]) => ({
  id,
  name: id,
  columns: names.map((name) => ({ name, type: "STRING" })),
});

describe("a definition", () => {
  it("starts with the pack that has all columns of the source", () =>
    expect(
      createDefinition(surface, [pack("users", "id"), pack("late-orders", "at", "id", "more")]).inputs,
    ).toEqual({
      orders: { pack: "late-orders", version: null, arrival: { mode: "in-order" } },
    }));

  it("starts without input if no pack has all columns", () =>
    expect(createDefinition(surface, [pack("users", "id")]).inputs).toEqual({}));

  it("adds and removes inputs and expectations", () => {
    const input = { pack: "p", version: 2, arrival: {} };
    const full = withInput(EMPTY_DEFINITION, "orders", input);
    expect(full.inputs).toEqual({ orders: input });
    expect(withInput(full, "orders", null)).toEqual(EMPTY_DEFINITION);
    expect(withExpected(EMPTY_DEFINITION, "out", null)).toEqual(EMPTY_DEFINITION);
  });

  it("turns a share of delayed rows into rows picked by hand, and keeps idle gaps", () => {
    const share = withIdleGap(withMode({ mode: "in-order" }, "delayed"), 4, 60_000);
    const picked = toggleDelayedRow(toggleDelayedRow(share, 7), 2);
    expect(picked).toEqual({
      mode: "delayed",
      by_ms: 10_000,
      rows: [2, 7],
      gaps: [{ after_row: 4, idle_ms: 60_000 }],
    });
    expect([isDelayedRow(picked, 7), isDelayedRow(toggleDelayedRow(picked, 7), 7)]).toEqual([true, false]);
  });

  it("removes an idle gap of zero", () =>
    expect(withIdleGap(withIdleGap({ mode: "recorded" }, 1, 5), 1, 0).gaps).toEqual([]));

  it.each<[ArrivalPlan, string]>([
    [{ mode: "in-order" }, "in order"],
    [{ mode: "shuffled", bound_ms: 5_000 }, "out of order by up to 5 s"],
    [{ mode: "delayed", by_ms: 60_000, share: 0.25 }, "25 % of the rows 1 min late"],
    [{ mode: "delayed", by_ms: 60_000, rows: [1] }, "1 row 1 min late"],
    [{ mode: "recorded", gaps: [{ after_row: 0, idle_ms: 1 }] }, "as recorded, 1 gap"],
  ])("describes its plan", (plan, text) => expect(describePlan(plan)).toBe(text));

  it("finds an unused name", () => expect(findFreeName("Case", ["Case", "Case 2"])).toBe("Case 3"));
});
