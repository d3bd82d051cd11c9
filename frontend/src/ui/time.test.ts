import { describe, expect, it } from "vitest";
import { formatDuration, formatRelativeTime } from "./time";

describe("times", () => {
  const now = new Date("2026-01-10T12:00:00Z");
  it.each([
    ["2026-01-10T11:59:55Z", "just now"],
    ["2026-01-10T11:59:30Z", "30 seconds ago"],
    ["2026-01-10T11:00:00Z", "1 hour ago"],
    ["2026-01-09T11:00:00Z", "yesterday"],
    ["2024-01-10T12:00:00Z", "2 years ago"],
    ["2026-01-10T12:05:00Z", "in 5 minutes"],
  ])("%s is %s", (then, text) => expect(formatRelativeTime(new Date(then), now)).toBe(text));

  it.each([
    [0, "0 s"],
    [61_000, "1 min 1 s"],
    [7_200_000, "2 h"],
    [90_061_000, "1 d 1 h"],
  ])("%d ms last %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});
