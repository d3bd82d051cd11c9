import { describe, expect, it } from "vitest";
import {
  countStates,
  describeRun,
  describeSuite,
  formatRunTime,
  getCaseState,
  getSuiteTone,
  runKey,
  shouldRun,
  type WatchState,
} from "./runState";
import type { RunSummary } from "./types";

const run = (state: RunSummary["state"], rest: Partial<RunSummary> = {}): RunSummary => ({
  id: state,
  job: "j",
  case: "c",
  case_name: "Case",
  version: null,
  state,
  error: "",
  created_by: { id: "p", username: "dev", full_name: "" },
  milliseconds: 400,
  created_at: "",
  started_at: null,
  ended_at: null,
  batch: null,
  fresh: true,
  counts: { outputs: { out: 3 }, late: 0, mismatches: 0 },
  ...rest,
});

describe("states", () => {
  it.each([
    [null, "none"],
    [run("passed"), "passed"],
    [run("passed", { fresh: false }), "stale"],
    [run("running", { fresh: false }), "running"],
    [run("cancelled", { fresh: false }), "cancelled"],
  ])("%#", (of, state) => expect(getCaseState(of)).toBe(state));

  it("of a suite are counted and described", () => {
    const counted = countStates([run("passed"), run("failed"), run("error"), run("running"), null]);
    expect(counted).toEqual({ passed: 1, failed: 2, busy: 1, open: 1, of: 5 });
    expect(describeSuite(counted)).toBe("1 of 5 passed, 2 failed, 1 running");
    expect([
      getSuiteTone(counted),
      getSuiteTone(countStates([run("passed")])),
      getSuiteTone(countStates([])),
    ]).toEqual(["busy", "done", "idle"]);
  });

  it.each([
    [
      run("passed", { counts: { outputs: {}, late: 2, mismatches: 0 } }),
      "All rows are as expected. 2 rows came too late.",
    ],
    [
      run("failed", { counts: { outputs: {}, late: 0, mismatches: 1 } }),
      "1 row differs from what was expected.",
    ],
    [run("error", { error: "Step x: no such column." }), "Step x: no such column."],
    [
      run("failed", { fresh: false, counts: { outputs: {}, late: 0, mismatches: 2 } }),
      "2 rows differ from what was expected. The job or its data have changed since then.",
    ],
  ])("are described: %#", (of, sentence) => expect(describeRun(of)).toBe(sentence));

  it.each([
    [412.4, "412 ms"],
    [1_240, "1.2 s"],
    [31_000, "31 s"],
    [null, ""],
  ])("took %s", (ms, text) => expect(formatRunTime(ms)).toBe(text));
});

describe("watch mode", () => {
  const idle: WatchState = { on: true, revision: 3, saved: true, check: "clean", busy: false, cases: "a:1" };
  it.each([
    ["runs when everything is idle and new", idle, null, true],
    ["not twice for the same key", idle, runKey(idle), false],
    ["again for another draft", { ...idle, revision: 4 }, runKey(idle), true],
    ["again for another case", { ...idle, cases: "a:2" }, runKey(idle), true],
    ["not while it is off", { ...idle, on: false }, null, false],
    ["not before the draft is saved", { ...idle, saved: false }, null, false],
    ["not while the check has errors", { ...idle, check: "errors" as const }, null, false],
    ["not while something runs", { ...idle, busy: true }, null, false],
    ["not when everything is up to date", { ...idle, cases: "" }, null, false],
  ])("%s", (_, moment, last, expected) => expect(shouldRun(moment, last)).toBe(expected));
});
