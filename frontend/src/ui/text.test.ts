import { describe, expect, it } from "vitest";
import { cellText } from "./DataTable";
import { bytes, rate, shortNumber } from "./figures";
import { points } from "./Sparkline";
import { relativeTime, spanText } from "./time";

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
  ])("%d reads %s", (value, text) => expect(shortNumber(value)).toBe(text));

  it("have units", () => {
    expect(rate(7.5)).toBe("7.5/s");
    expect(bytes(1_536_000)).toBe("1.54 MB");
    expect(bytes(12)).toBe("12 B");
  });
});

describe("times", () => {
  const now = new Date("2026-01-10T12:00:00Z");
  it.each([
    ["2026-01-10T11:59:55Z", "just now"],
    ["2026-01-10T11:59:30Z", "30 seconds ago"],
    ["2026-01-10T11:00:00Z", "1 hour ago"],
    ["2026-01-09T11:00:00Z", "yesterday"],
    ["2024-01-10T12:00:00Z", "2 years ago"],
    ["2026-01-10T12:05:00Z", "in 5 minutes"],
  ])("%s is %s", (then, text) => expect(relativeTime(new Date(then), now)).toBe(text));

  it.each([
    [0, "0 s"],
    [61_000, "1 min 1 s"],
    [7_200_000, "2 h"],
    [90_061_000, "1 d 1 h"],
  ])("%d ms last %s", (ms, text) => expect(spanText(ms)).toBe(text));
});

describe("cells and charts", () => {
  it("show nothing as null and objects as JSON", () => {
    expect([cellText(null), cellText(undefined), cellText(0), cellText({ a: [1] })]).toEqual([
      "null",
      "null",
      "0",
      '{"a":[1]}',
    ]);
  });

  it("scale to the box, the newest at the right", () => {
    expect(points([0, 5, 20], 100, 40, 10)).toEqual([
      [0, 40],
      [50, 20],
      [100, 0],
    ]);
  });
});
