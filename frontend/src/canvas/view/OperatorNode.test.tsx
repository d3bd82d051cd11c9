import { MantineProvider } from "@mantine/core";
import { act, render } from "@testing-library/react";
import { useEffect } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { applyReport, createCheck } from "@/canvas/model/check";
import type { Graph, Node } from "@/canvas/model/document";
import { move } from "@/canvas/model/edits";
import { createCanvas } from "@/canvas/model/store";
import { catalogue, graphOf, node } from "@/canvas/model/testing/samples";
import { Canvas } from "./Canvas";
import { type CanvasContext, CanvasProvider, createBadges, createRun, createUi } from "./context";
import { backpressureLevel, takeRenderCounts } from "./OperatorNode";

const PER_ROW = 20;

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal(
    "DOMMatrixReadOnly",
    class {
      m22 = 1;
    },
  );
  // jsdom lays nothing out: a pane large enough that all nodes are in view is the hardest case.
  const large = {
    x: 0,
    y: 0,
    left: 0,
    top: 0,
    right: 16_000,
    bottom: 4_000,
    width: 16_000,
    height: 4_000,
    toJSON: () => ({}),
  };
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(large);
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(large.width);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(large.height);
});

function largeGraph(count: number): Graph {
  const nodes = Array.from(
    { length: count },
    (_, at): Node => ({
      ...node(`n${at}`, "sql"),
      position: { x: (at % PER_ROW) * 300, y: Math.floor(at / PER_ROW) * 120 },
    }),
  );
  const edges = nodes.slice(1).flatMap((_, at) => ((at + 1) % PER_ROW === 0 ? [] : [`n${at}>n${at + 1}`]));
  return graphOf(nodes, edges);
}

function Shown({ shared, ready }: { shared: CanvasContext; ready: () => void }) {
  useEffect(ready, [ready]);
  return (
    <MantineProvider>
      <CanvasProvider value={shared}>
        <Canvas focusPalette={() => {}} />
      </CanvasProvider>
    </MantineProvider>
  );
}

// The counts are exact and the same at any size: two sizes show it, and jsdom would take long for more.
it.each([20, 200])(
  "draws only the node that moves, of %i",
  (count) => {
    const canvas = createCanvas(largeGraph(count));
    takeRenderCounts();
    const check = createCheck();
    const shared: CanvasContext = {
      canvas,
      check,
      catalogue,
      ui: createUi(),
      run: createRun(),
      badges: createBadges(),
      services: {} as CanvasContext["services"],
      view: { current: null },
      onSave: () => {},
      notify: () => {},
    };
    render(<Shown shared={shared} ready={() => {}} />);
    expect(takeRenderCounts().size).toBe(count);

    for (let step = 1; step <= 4; step += 1) {
      act(() =>
        canvas.edit("Move n5", (graph) => move(graph, new Map([["n5", { x: 1_500 + step * 8, y: 8 }]]))),
      );
    }
    const moved = takeRenderCounts();
    expect([...moved.keys()]).toEqual(["n5"]);
    expect(moved.get("n5")).toBeLessThanOrEqual(8);

    const report = {
      ok: true,
      problems: [],
      nodes: { n7: { columns: [{ name: "a", type: "INT" }] } },
      sql: null,
    };
    act(() => applyReport(check, report));
    expect(takeRenderCounts().size).toBe(0);

    act(() => canvas.select(["n9"]));
    expect([...takeRenderCounts().keys()]).toEqual(["n9"]);
  },
  60_000,
);

it("has three levels of back-pressure", () =>
  expect([0, 0.2, 0.9].map(backpressureLevel)).toEqual(["none", "some", "high"]));
