import { describe, expect, it } from "vitest";
import { runKey, shouldRun, type WatchState } from "./watchMode";

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
