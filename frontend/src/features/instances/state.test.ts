import { describe, expect, it } from "vitest";
import type { Instance } from "@/api/types";
import {
  canStart,
  canStop,
  describeOperation,
  describeState,
  describeTransition,
  isTransitioning,
  stateTone,
  transitionTone,
} from "./state";

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
    expect(describeState({ desired, observed })).toBe(text);
    expect(isTransitioning({ desired, observed })).toBe(moves);
    expect(stateTone({ desired, observed })).toBeDefined();
  });

  it("allows what makes sense", () => {
    expect(canStop({ desired: "running", observed: "unknown" })).toBe(true);
    expect(canStop({ desired: "stopped", observed: "stopping" })).toBe(false);
    expect(canStart({ desired: "running", observed: "failed" })).toBe(true);
    expect(canStart({ desired: "running", observed: "running" })).toBe(false);
  });

  it("is described with what is being done", () => {
    expect(describeOperation({ kind: "savepoint", state: "sent" })).toBe("Taking a savepoint…");
    expect(describeOperation({ kind: "start", state: "unknown" })).toMatch(/has not answered yet/);
  });
});

it("history reads as sentences", () => {
  expect(describeTransition({ subject: "desired", after: "running" })).toBe("Start requested");
  expect(describeTransition({ subject: "observed", before: "starting", after: "running" })).toBe(
    "starting → running",
  );
  expect(describeTransition({ subject: "savepoint", after: "confirmed" })).toBe("Savepoint: done");
  expect(transitionTone({ subject: "observed", after: "failed" })).toBe("bad");
});
