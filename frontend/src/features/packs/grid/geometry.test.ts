import { describe, expect, it } from "vitest";
import { computeScrollDelta, computeVisibleRows } from "./geometry";

describe("the viewport", () => {
  it("renders the visible rows and a few more", () => {
    expect(computeVisibleRows({ top: 0, height: 300 }, 2000)).toEqual([0, 18]);
    expect(computeVisibleRows({ top: 30_000, height: 300 }, 2000)).toEqual([992, 1018]);
    expect(computeVisibleRows({ top: 0, height: 300 }, 3)).toEqual([0, 3]);
  });

  it.each([
    [10, 20, 0, 100, 0],
    [90, 120, 0, 100, 20],
    [10, 20, 50, 150, -40],
    [50, 400, 0, 100, 50],
  ])("from %d to %d in %d to %d scrolls by %d", (start, end, from, to, by) =>
    expect(computeScrollDelta(start, end, from, to)).toBe(by),
  );
});
