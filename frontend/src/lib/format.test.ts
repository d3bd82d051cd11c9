import { describe, expect, it } from "vitest";
import { formatBytes, formatNumber, formatRate } from "./format";

describe("figures", () => {
  it.each([
    [0, "0"],
    [3, "3"],
    [12.34, "12.3"],
    [0.456, "0.46"],
    [100, "100"],
    [2000, "2000"],
    [12_345, "12.3 k"],
    [4_000_000, "4 M"],
    [Number.NaN, "–"],
  ])("%d reads %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("have units", () => {
    expect([0, 0.44, 7.5, 12.6, 34_100, 2_000_000].map(formatRate)).toEqual([
      "0/s",
      "0.44/s",
      "7.5/s",
      "12.6/s",
      "34.1 k/s",
      "2 M/s",
    ]);
    expect(formatBytes(1_536_000)).toBe("1.54 MB");
    expect(formatBytes(12)).toBe("12 B");
  });
});
