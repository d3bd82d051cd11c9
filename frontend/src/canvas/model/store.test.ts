import { describe, expect, it } from "vitest";
import { changeParams, move, remove } from "./edits";
import { createCanvas } from "./store";
import { pipeline } from "./testing/samples";

const moved = (x: number) => (graph: ReturnType<typeof pipeline>) =>
  move(graph, new Map([["out", { x, y: 0 }]]));
const typed = (query: string) => (graph: ReturnType<typeof pipeline>) =>
  changeParams(graph, "per_city", { query });

describe("history", () => {
  it("undoes and redoes anything, and names it", () => {
    const canvas = createCanvas(pipeline());
    const start = canvas.graph();
    canvas.edit("Move out", moved(40));
    canvas.edit("Delete per_city", (graph) => remove(graph, new Set(["per_city"])));
    const end = canvas.graph();
    expect([canvas.undo(), canvas.undo(), canvas.undo()]).toEqual(["Delete per_city", "Move out", null]);
    expect(canvas.graph()).toBe(start);
    expect([canvas.redo(), canvas.redo(), canvas.redo()]).toEqual(["Move out", "Delete per_city", null]);
    expect(canvas.graph()).toBe(end);
  });

  it("takes typing as one step, until a pause", () => {
    let clock = 0;
    const canvas = createCanvas(pipeline(), { now: () => clock });
    const start = canvas.graph();
    canvas.edit("Edit query", typed("S"), "per_city.query");
    clock = 500;
    canvas.edit("Edit query", typed("SE"), "per_city.query");
    clock = 5_000;
    canvas.edit("Edit query", typed("SEL"), "per_city.query");
    canvas.undo();
    expect(canvas.graph().nodes[1]?.params.query).toBe("SE");
    canvas.undo();
    expect(canvas.graph()).toBe(start);
  });

  it("starts a new step after an undo, even on the same field", () => {
    const canvas = createCanvas(pipeline(), { now: () => 0 });
    canvas.edit("Edit query", typed("a"), "q");
    canvas.undo();
    canvas.edit("Edit query", typed("b"), "q");
    expect(canvas.undo()).toBe("Edit query");
  });

  it("counts every change as a revision, undone ones too, and no selection", () => {
    const canvas = createCanvas(pipeline());
    canvas.edit("Move", moved(8));
    canvas.select(["out"]);
    canvas.undo();
    expect(canvas.store.getState().revision).toBe(2);
  });

  it("records nothing for a change that changes nothing", () => {
    const canvas = createCanvas(pipeline());
    canvas.edit("Move", moved(0));
    expect([canvas.undo(), canvas.store.getState().revision]).toEqual([null, 0]);
  });

  it("drops from the selection what is gone", () => {
    const canvas = createCanvas(pipeline());
    canvas.select(["out", "orders"]);
    canvas.edit("Delete", (graph) => remove(graph, new Set(["out"])));
    expect([...canvas.store.getState().selection]).toEqual(["orders"]);
  });

  it("refuses edits and undo while read-only", () => {
    const canvas = createCanvas(pipeline());
    canvas.edit("Move", moved(8));
    canvas.setReadOnly(true);
    canvas.edit("Move", moved(16));
    expect([canvas.undo(), canvas.graph().nodes[2]?.position.x]).toEqual([null, 8]);
  });

  it("can undo a restore, and forgets on request", () => {
    const canvas = createCanvas(pipeline());
    canvas.replace(moved(8)(canvas.graph()), "Restore version 1");
    expect(canvas.undo()).toBe("Restore version 1");
    canvas.replace(moved(16)(canvas.graph()), "Reload", true);
    expect(canvas.undo()).toBeNull();
  });
});
