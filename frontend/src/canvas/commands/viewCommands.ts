import { move } from "@/canvas/model/edits";
import { fitTo, graphBounds, isInView, panIntoView, type Rect, type Viewport } from "@/canvas/model/geometry";
import type { Command, CommandContext } from "./command";

/** Shows the whole graph. React Flow's own fit would first measure every node, also those out of sight. */
export function showAll(context: CommandContext): void {
  const bounds = graphBounds(context.canvas.graph(), context.catalogue);
  if (bounds) context.setViewport(fitTo(bounds, context.pane()));
}

const READABLE = 0.6;

/** The viewport that shows the whole graph, if its text can be read there. */
function fitWholeGraph({ canvas, catalogue, pane }: CommandContext): Viewport | null {
  const bounds = graphBounds(canvas.graph(), catalogue);
  const fitted = bounds && fitTo(bounds, pane());
  return fitted && fitted.zoom >= READABLE ? fitted : null;
}

/**
 * Brings `rect` into view, unless it is seen already: with all that it is connected to where the graph fits,
 * else by the shortest way. Answers where the view went.
 */
export function reveal(context: CommandContext, rect: Rect): Viewport | null {
  const viewport = context.viewport();
  if (isInView(viewport, context.pane(), rect)) return null;
  const next = fitWholeGraph(context) ?? panIntoView(viewport, context.pane(), rect);
  context.setViewport(next);
  return next;
}

/** Where the view was before a panel took room from it, and where it then went. */
export interface ViewRestorePoint {
  readonly from: Viewport;
  readonly to: Viewport;
}

/** Goes back from a detour, unless the person has moved the view since. `rect` is what they worked on: it stays in view. */
export function restoreView(
  context: CommandContext,
  { from, to }: ViewRestorePoint,
  rect: Rect | null,
): void {
  const now = context.viewport();
  const moved = Math.abs(now.x - to.x) > 1 || Math.abs(now.y - to.y) > 1 || now.zoom !== to.zoom;
  if (moved) return;
  if (!rect || isInView(from, context.pane(), rect)) context.setViewport(from);
  else if (fitWholeGraph(context)) showAll(context);
}

export const fitView: Command = {
  id: "fit",
  label: "Show everything",
  group: "View",
  keys: ["f", "shift+1"],
  reads: true,
  run: showAll,
};

const zoomBy = (factor: number) => (context: CommandContext) => {
  const { x, y, zoom } = context.viewport();
  const { width, height } = context.pane();
  const next = Math.min(2, Math.max(0.05, zoom * factor));
  const [cx, cy] = [width / 2, height / 2];
  const viewport: Viewport = {
    zoom: next,
    x: cx - ((cx - x) / zoom) * next,
    y: cy - ((cy - y) / zoom) * next,
  };
  context.setViewport(viewport);
};

export const zoomIn: Command = {
  id: "zoom-in",
  label: "Zoom in",
  group: "View",
  keys: ["+", "="],
  reads: true,
  run: zoomBy(1.25),
};

export const zoomOut: Command = {
  id: "zoom-out",
  label: "Zoom out",
  group: "View",
  keys: ["-"],
  reads: true,
  run: zoomBy(0.8),
};

export const autoLayout: Command = {
  id: "tidy",
  label: "Tidy up the layout",
  group: "View",
  keys: ["t"],
  enabled: ({ canvas }) => canvas.graph().nodes.length > 1,
  run: async (context) => {
    const graph = context.canvas.graph();
    const { computeLayout } = await import("@/canvas/view/autoLayout");
    try {
      const places = await computeLayout(graph, context.catalogue);
      context.canvas.edit("Tidy up the layout", (now) => move(now, places));
      showAll(context);
    } catch {
      context.notify("The layout could not be computed. The graph is unchanged.");
    }
  },
};

export const focusPalette: Command = {
  id: "palette",
  label: "Search for a step to add",
  group: "View",
  keys: ["/"],
  run: (context) => context.focusPalette(),
};

export const save: Command = {
  id: "save",
  label: "Save",
  group: "Job",
  keys: ["mod+s"],
  reads: true,
  run: ({ onSave }) => onSave(),
};
