import { describe, expect, it } from "vitest";
import { parseLines, splitAtMatches } from "./logParser";

describe("a log", () => {
  it("colours a stack trace like the line that it belongs to", () => {
    const lines = [
      "2026-01-01 INFO  up",
      "2026-01-01 ERROR broke",
      "java.lang.Error: x",
      "\tat A.b",
      "2026 WARN  late",
    ];
    expect(parseLines(lines).map((line) => line.level)).toEqual(["INFO", "ERROR", "ERROR", "ERROR", "WARN"]);
  });

  it("is cut where the search hits", () => {
    expect(splitAtMatches("abcABC", "b")).toEqual(["a", "b", "cA", "B", "C"]);
    expect(splitAtMatches("abc", "")).toEqual(["abc"]);
  });
});
