import { describe, expect, it } from "vitest";
import { isInView, type Rect, type Viewport } from "@/canvas/model/geometry";
import { createCanvas } from "@/canvas/model/store";
import { catalogue, graphOf, node } from "@/canvas/model/testing/samples";
import type { CommandContext } from "./command";
import { restoreView, reveal } from "./viewCommands";

/** A context that looks at nodes in a row, `gap` pixels from one to the next. */
function context(count: number, gap: number, pane = { width: 1000, height: 600 }) {
  let viewport: Viewport = { x: 0, y: 0, zoom: 1 };
  const nodes = Array.from({ length: count }, (_, at) => ({
    ...node(`n${at}`, "sql"),
    position: { x: at * gap, y: 100 },
  }));
  return {
    canvas: createCanvas(graphOf(nodes, [])),
    catalogue,
    viewport: () => viewport,
    setViewport: (next: Viewport) => {
      viewport = next;
    },
    pane: () => pane,
  } as unknown as CommandContext;
}

const step = (x: number): Rect => ({ x, y: 100, width: 208, height: 88 });

describe("reveal", () => {
  it("leaves the view alone when the step is seen", () => {
    const seen = context(3, 300);
    expect(reveal(seen, step(600))).toBeNull();
    expect(seen.viewport()).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  it("shows the whole graph where it can be read", () => {
    const small = context(4, 300);
    reveal(small, step(900));
    for (const x of [0, 300, 600, 900]) expect(isInView(small.viewport(), small.pane(), step(x))).toBe(true);
  });

  it("pans a large graph no further than needed, and doesn't zoom", () => {
    const large = context(20, 300);
    expect(reveal(large, step(900))).toEqual({ x: -140, y: 0, zoom: 1 });
    expect(isInView(large.viewport(), large.pane(), step(300))).toBe(true);
    expect(reveal(large, { ...step(900), x: 0 })).toEqual({ x: 32, y: 0, zoom: 1 });
  });
});

describe("coming back when the panel closes", () => {
  const detour = (at: CommandContext) => {
    const from = at.viewport();
    return { from, to: reveal(at, step(900)) as Viewport };
  };

  it("restores the view from before", () => {
    const large = context(20, 300);
    restoreView({ ...large, pane: () => ({ width: 1440, height: 600 }) }, detour(large), step(900));
    expect(large.viewport()).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  it("keeps in view what was worked on", () => {
    const large = context(20, 300);
    const way = detour(large);
    restoreView(large, way, step(900));
    expect(large.viewport()).toEqual(way.to);
  });

  it("leaves a view that was moved meanwhile", () => {
    const large = context(20, 300);
    const way = detour(large);
    large.setViewport({ x: 50, y: 50, zoom: 1 });
    restoreView(large, way, null);
    expect(large.viewport()).toEqual({ x: 50, y: 50, zoom: 1 });
  });
});
