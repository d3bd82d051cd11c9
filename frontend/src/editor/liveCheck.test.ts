import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type CheckReport, createCheck } from "@/canvas/model/check";
import { EMPTY_GRAPH, type Graph, type Node } from "@/canvas/model/document";
import { createLiveCheck } from "./liveCheck";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const node = (x: number, name = "a"): Node => ({
  id: "a",
  kind: "sql",
  name,
  params: {},
  position: { x, y: 0 },
});
const report = (sql: string): CheckReport => ({ ok: true, problems: [], nodes: {}, sql });

function startLiveCheck(check: (graph: Graph) => Promise<CheckReport>) {
  let graph: Graph = { ...EMPTY_GRAPH, nodes: [node(0)] };
  const store = createCheck();
  const asked = vi.fn(check);
  const checker = createLiveCheck({ graph: () => graph, store, check: asked });
  const draw = (next: Node) => {
    graph = { ...graph, nodes: [next] };
    checker.changed();
  };
  return { store, asked, draw };
}

it("asks once, a moment after the last change", async () => {
  const { store, asked, draw } = startLiveCheck(async () => report("x"));
  draw(node(0, "b"));
  await vi.advanceTimersByTimeAsync(300);
  draw(node(0, "c"));
  expect(store.getState().phase).toBe("waiting");
  await vi.advanceTimersByTimeAsync(400);
  expect([asked.mock.calls.length, store.getState().phase, store.getState().sql]).toEqual([
    1,
    "checked",
    "x",
  ]);
});

it("asks nothing when something was only moved", async () => {
  const { asked, draw } = startLiveCheck(async () => report("x"));
  draw(node(0));
  await vi.advanceTimersByTimeAsync(400);
  draw(node(99));
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toHaveBeenCalledTimes(1);
});

it("never shows the answer to an older question", async () => {
  const answers: ((value: CheckReport) => void)[] = [];
  const { store, draw } = startLiveCheck(() => new Promise((resolve) => answers.push(resolve)));
  draw(node(0, "old"));
  await vi.advanceTimersByTimeAsync(400);
  draw(node(0, "new"));
  await vi.advanceTimersByTimeAsync(400);
  answers[1]?.(report("new"));
  answers[0]?.(report("old"));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.getState().sql).toBe("new");
});

it("says when the check can't be had, and tries again", async () => {
  let away = true;
  const { store, draw } = startLiveCheck(async () => {
    if (away) throw new Error("The planner is starting.");
    return report("x");
  });
  draw(node(0, "b"));
  await vi.advanceTimersByTimeAsync(400);
  expect(store.getState()).toMatchObject({ phase: "unreachable", reason: "The planner is starting." });
  away = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.getState().phase).toBe("checked");
});

it("asks again after it was stopped and started", async () => {
  const graph: Graph = { ...EMPTY_GRAPH, nodes: [node(0)] };
  const asked = vi.fn(async () => report("x"));
  const checker = createLiveCheck({ graph: () => graph, store: createCheck(), check: asked });
  checker.changed();
  checker.stop();
  checker.changed();
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toHaveBeenCalledTimes(1);
});
