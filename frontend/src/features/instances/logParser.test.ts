import { describe, expect, it } from "vitest";
import { parseCauses, parseLines, rootCause, splitAtMatches } from "./logParser";

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

it("an exception is known by its innermost cause", () => {
  const trace = [
    "org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy",
    "\tat org.apache.flink.runtime.Foo.bar(Foo.java:1)",
    "Caused by: java.io.IOException: Failed to deserialize consumer record",
    "\tat a.b.C.d(C.java:2)",
    "Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed",
    "\t... 12 more",
  ].join("\n");
  expect(parseCauses(trace)).toHaveLength(3);
  expect(rootCause(trace)).toEqual({
    name: "PSQLException",
    message: "FATAL: password authentication failed",
  });
  expect(rootCause("")).toBeUndefined();
});
