import { describe, expect, it } from "vitest";
import type { Instance } from "@/api/types";
import { causes, rootCause } from "./exceptions";
import { cut, levelled } from "./loglines";
import { chosenStart } from "./start";
import { mayStart, mayStop, moving, operationText, stateText, tone } from "./state";
import { transitionText, transitionTone } from "./timeline";

type Case = [Instance["desired"], Instance["observed"], string, boolean];

describe("a state", () => {
  it.each<Case>([
    ["running", "created", "created → running", true],
    ["running", "starting", "starting → running", true],
    ["running", "running", "running", false],
    ["running", "restarting", "restarting", false],
    ["running", "failed", "failed", false],
    ["running", "unknown", "unknown", false],
    ["stopped", "running", "running → stopped", true],
    ["stopped", "stopping", "stopping → stopped", true],
    ["stopped", "stopped", "stopped", false],
    ["running", "finished", "finished", false],
  ])("wanted %s, seen %s: %s", (desired, observed, text, moves) => {
    expect(stateText({ desired, observed })).toBe(text);
    expect(moving({ desired, observed })).toBe(moves);
    expect(tone({ desired, observed })).toBeDefined();
  });

  it("allows what makes sense", () => {
    expect(mayStop({ desired: "running", observed: "unknown" })).toBe(true);
    expect(mayStop({ desired: "stopped", observed: "stopping" })).toBe(false);
    expect(mayStart({ desired: "running", observed: "failed" })).toBe(true);
    expect(mayStart({ desired: "running", observed: "running" })).toBe(false);
  });

  it("is told with what is being done", () => {
    expect(operationText({ kind: "savepoint", state: "sent" })).toBe("Taking a savepoint…");
    expect(operationText({ kind: "start", state: "unknown" })).toMatch(/has not answered yet/);
  });
});

it("a start says what it lacks", () => {
  expect(chosenStart("earliest", "", null)).toEqual({ from: "earliest" });
  expect(chosenStart("timestamp", "", null)).toMatch(/date/);
  expect(chosenStart("timestamp", "2026-01-01T00:00:00Z", null)).toEqual({
    from: "timestamp",
    timestamp_ms: 1_767_225_600_000,
  });
  expect(chosenStart("savepoint", "", null)).toMatch(/savepoint/);
  expect(chosenStart("savepoint", "", "s1")).toEqual({ from: "savepoint", savepoint: "s1" });
});

it("history reads as sentences", () => {
  expect(transitionText({ subject: "desired", after: "running" })).toBe("It shall run");
  expect(transitionText({ subject: "observed", before: "starting", after: "running" })).toBe(
    "starting → running",
  );
  expect(transitionText({ subject: "savepoint", after: "confirmed" })).toBe("Savepoint: done");
  expect(transitionTone({ subject: "observed", after: "failed" })).toBe("bad");
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
  expect(causes(trace)).toHaveLength(3);
  expect(rootCause(trace)).toEqual({
    name: "PSQLException",
    message: "FATAL: password authentication failed",
  });
  expect(rootCause("")).toBeUndefined();
});

describe("a log", () => {
  it("colours a stack trace like the line that it belongs to", () => {
    const lines = [
      "2026-01-01 INFO  up",
      "2026-01-01 ERROR broke",
      "java.lang.Error: x",
      "\tat A.b",
      "2026 WARN  late",
    ];
    expect(levelled(lines).map((line) => line.level)).toEqual(["INFO", "ERROR", "ERROR", "ERROR", "WARN"]);
  });

  it("is cut where the search hits", () => {
    expect(cut("abcABC", "b")).toEqual(["a", "b", "cA", "B", "C"]);
    expect(cut("abc", "")).toEqual(["abc"]);
  });
});
