import { describe, expect, it } from "vitest";
import type { Branch } from "../types";
import { buildCoverageBadges, describeCoverage, describeMissedOutcomes } from "./coverage";

describe("coverage", () => {
  const branch = (outcomes: Branch["outcomes"]): Branch => ({
    node: "n2",
    kind: "where",
    text: "amount > 10",
    line: 3,
    column: 7,
    outcomes,
  });
  const measured = {
    nodes: { n1: { name: "orders", rows: 5 }, n2: { name: "big", rows: 5 } },
    branches: [branch({ true: 5, false: 0 }), branch({ true: 1, false: 4 })],
    covered: 3,
    total: 4,
    cases: 2,
    fresh: true,
  };

  it.each([
    [branch({ true: 2, false: 1, unknown: 0 }), null],
    [branch({ true: 2, false: 0, unknown: 0 }), "always held"],
    [branch({ true: 0, false: 2, unknown: 1 }), "never held"],
    [branch({ true: 0, false: 0, unknown: 0 }), "never reached"],
    [branch({ "when 1": 2, "when 2": 0, else: 0 }), "never WHEN 2, ELSE"],
    [branch({ matched: 2, "left only": 0, "right only": 1 }), "never LEFT only"],
  ])("describes missed outcomes: %#", (of, text) => expect(describeMissedOutcomes(of)).toBe(text));

  it("has a badge for every step", () => {
    const badges = buildCoverageBadges(measured, ["n1", "n2", "n3"]);
    expect([...badges].map(([id, { tone, text }]) => [id, tone, text])).toEqual([
      ["n1", "covered", "5"],
      ["n2", "partly", "5"],
      ["n3", "missed", "0"],
    ]);
    expect(badges.get("n2")?.lines.map(({ note }) => note)).toEqual([
      "always held",
      "held 1 ×, did not hold 4 ×",
    ]);
  });

  it("is described in one line", () =>
    expect(describeCoverage(measured, ["n1", "n2", "n3"])).toBe("3 of 4 branches, 2 of 3 steps"));
});
