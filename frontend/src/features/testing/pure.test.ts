import { describe, expect, it } from "vitest";
import { coverageMarks, coverageSentence, neverText } from "./coverage/coverage";
import {
  EMPTY,
  firstDefinition,
  freeName,
  inMode,
  isPicked,
  planText,
  toggled,
  withExpected,
  withGap,
  withInput,
} from "./definition";
import { runSentence, stateOf, suiteSentence, suiteTone, tally, took } from "./state";
import type { Bench, Branch, Plan, RunSummary } from "./types";
import { due, type Moment, subject } from "./watch";

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
  ])("%#", (of, state) => expect(stateOf(of)).toBe(state));

  it("of a suite are counted and named", () => {
    const counted = tally([run("passed"), run("failed"), run("error"), run("running"), null]);
    expect(counted).toEqual({ passed: 1, failed: 2, busy: 1, open: 1, of: 5 });
    expect(suiteSentence(counted)).toBe("1 of 5 passed, 2 failed, 1 running");
    expect([suiteTone(counted), suiteTone(tally([run("passed")])), suiteTone(tally([]))]).toEqual([
      "busy",
      "done",
      "idle",
    ]);
  });

  it.each([
    [
      run("passed", { counts: { outputs: {}, late: 2, mismatches: 0 } }),
      "Everything came as expected. 2 rows came too late.",
    ],
    [
      run("failed", { counts: { outputs: {}, late: 0, mismatches: 1 } }),
      "1 row differs from what was expected.",
    ],
    [run("error", { error: "Step x: no such column." }), "Step x: no such column."],
    [
      run("failed", { fresh: false, counts: { outputs: {}, late: 0, mismatches: 2 } }),
      "2 rows differ from what was expected. The job or its data have changed since.",
    ],
  ])("are sentences: %#", (of, sentence) => expect(runSentence(of)).toBe(sentence));

  it.each([
    [412.4, "412 ms"],
    [1_240, "1.2 s"],
    [31_000, "31 s"],
    [null, ""],
  ])("took %s", (ms, text) => expect(took(ms)).toBe(text));
});

describe("watching", () => {
  const quiet: Moment = { on: true, revision: 3, saved: true, check: "clean", busy: false, cases: "a:1" };
  it.each([
    ["runs when all is quiet and new", quiet, null, true],
    ["not twice for the same", quiet, subject(quiet), false],
    ["again for another draft", { ...quiet, revision: 4 }, subject(quiet), true],
    ["again for another case", { ...quiet, cases: "a:2" }, subject(quiet), true],
    ["not while it is off", { ...quiet, on: false }, null, false],
    ["not before the draft is saved", { ...quiet, saved: false }, null, false],
    ["not while the check has errors", { ...quiet, check: "errors" as const }, null, false],
    ["not while something runs", { ...quiet, busy: true }, null, false],
    ["not when all is up to date", { ...quiet, cases: "" }, null, false],
  ])("%s", (_, moment, last, expected) => expect(due(moment, last)).toBe(expected));
});

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
const bench: Bench = { sources: [source], sinks: [], taps: [], processing_time: false, notes: [] };
const pack = (id: string, ...names: string[]) => ({
  id,
  name: id,
  columns: names.map((name) => ({ name, type: "STRING" })),
});

describe("a definition", () => {
  it("begins with the pack that fills the source", () =>
    expect(
      firstDefinition(bench, [pack("users", "id"), pack("late-orders", "at", "id", "more")]).inputs,
    ).toEqual({
      orders: { pack: "late-orders", version: null, arrival: { mode: "in-order" } },
    }));

  it("begins without input where no pack fills the source", () =>
    expect(firstDefinition(bench, [pack("users", "id")]).inputs).toEqual({}));

  it("gives and takes inputs and expectations", () => {
    const input = { pack: "p", version: 2, arrival: {} };
    const full = withInput(EMPTY, "orders", input);
    expect(full.inputs).toEqual({ orders: input });
    expect(withInput(full, "orders", null)).toEqual(EMPTY);
    expect(withExpected(EMPTY, "out", null)).toEqual(EMPTY);
  });

  it("turns a share of delayed rows into rows picked by hand, and keeps the gaps", () => {
    const share = withGap(inMode({ mode: "in-order" }, "delayed"), 4, 60_000);
    const picked = toggled(toggled(share, 7), 2);
    expect(picked).toEqual({
      mode: "delayed",
      by_ms: 10_000,
      rows: [2, 7],
      gaps: [{ after_row: 4, idle_ms: 60_000 }],
    });
    expect([isPicked(picked, 7), isPicked(toggled(picked, 7), 7)]).toEqual([true, false]);
  });

  it("takes a gap away with nothing", () =>
    expect(withGap(withGap({ mode: "recorded" }, 1, 5), 1, 0).gaps).toEqual([]));

  it.each<[Plan, string]>([
    [{ mode: "in-order" }, "in order"],
    [{ mode: "shuffled", bound_ms: 5_000 }, "out of order by up to 5 s"],
    [{ mode: "delayed", by_ms: 60_000, share: 0.25 }, "25 % of the rows 1 min late"],
    [{ mode: "delayed", by_ms: 60_000, rows: [1] }, "1 row 1 min late"],
    [{ mode: "recorded", gaps: [{ after_row: 0, idle_ms: 1 }] }, "as recorded, 1 gap"],
  ])("tells its plan", (plan, text) => expect(planText(plan)).toBe(text));

  it("finds a free name", () => expect(freeName("Case", ["Case", "Case 2"])).toBe("Case 3"));
});

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
  ])("says what was never seen: %#", (of, text) => expect(neverText(of)).toBe(text));

  it("marks every step", () => {
    const marks = coverageMarks(measured, ["n1", "n2", "n3"]);
    expect([...marks].map(([id, { tone, text }]) => [id, tone, text])).toEqual([
      ["n1", "covered", "5"],
      ["n2", "partly", "5"],
      ["n3", "missed", "0"],
    ]);
    expect(marks.get("n2")?.lines.map(({ note }) => note)).toEqual([
      "always held",
      "held 1 ×, did not hold 4 ×",
    ]);
  });

  it("is one sentence", () =>
    expect(coverageSentence(measured, ["n1", "n2", "n3"])).toBe("3 of 4 branches, 2 of 3 steps"));
});
