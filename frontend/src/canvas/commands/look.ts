import { move } from "@/canvas/model/edits";
import { fitTo, graphBounds, type Rect, type Viewport } from "@/canvas/model/geometry";
import { type Command, type Desk, visible } from "./command";

/** Shows the whole graph. React Flow's own fit would first measure every node, also those out of sight. */
export function showAll(desk: Desk): void {
  const bounds = graphBounds(desk.canvas.graph(), desk.catalogue);
  if (bounds) desk.setViewport(fitTo(bounds, desk.pane()));
}

const READABLE = 0.7;

/** Pans so that `rect` is in the middle, unless it is in view already. */
export function reveal(desk: Desk, rect: Rect): void {
  const seen = visible(desk);
  const inside =
    rect.x >= seen.x &&
    rect.y >= seen.y &&
    rect.x + rect.width <= seen.x + seen.width &&
    rect.y + rect.height <= seen.y + seen.height;
  if (inside) return;
  const bounds = graphBounds(desk.canvas.graph(), desk.catalogue);
  // A graph that fits is shown whole: then what the step is connected to can be seen as well.
  if (bounds && fitTo(bounds, desk.pane()).zoom >= READABLE) {
    showAll(desk);
    return;
  }
  const zoom = Math.max(desk.viewport().zoom, 0.6);
  const { width, height } = desk.pane();
  desk.setViewport({
    zoom,
    x: width / 2 - (rect.x + rect.width / 2) * zoom,
    y: height / 2 - (rect.y + rect.height / 2) * zoom,
  });
}

export const fitView: Command = {
  id: "fit",
  label: "Show everything",
  group: "View",
  keys: ["f", "shift+1"],
  reads: true,
  run: showAll,
};

const zoomed = (factor: number) => (desk: Desk) => {
  const { x, y, zoom } = desk.viewport();
  const { width, height } = desk.pane();
  const next = Math.min(2, Math.max(0.05, zoom * factor));
  const [cx, cy] = [width / 2, height / 2];
  const viewport: Viewport = {
    zoom: next,
    x: cx - ((cx - x) / zoom) * next,
    y: cy - ((cy - y) / zoom) * next,
  };
  desk.setViewport(viewport);
};

export const zoomIn: Command = {
  id: "zoom-in",
  label: "Zoom in",
  group: "View",
  keys: ["+", "="],
  reads: true,
  run: zoomed(1.25),
};

export const zoomOut: Command = {
  id: "zoom-out",
  label: "Zoom out",
  group: "View",
  keys: ["-"],
  reads: true,
  run: zoomed(0.8),
};

export const tidy: Command = {
  id: "tidy",
  label: "Tidy up the layout",
  group: "View",
  keys: ["t"],
  enabled: ({ canvas }) => canvas.graph().nodes.length > 1,
  run: async (desk) => {
    const graph = desk.canvas.graph();
    const { tidyPlaces } = await import("@/canvas/view/tidy");
    try {
      const places = await tidyPlaces(graph, desk.catalogue);
      desk.canvas.edit("Tidy up the layout", (now) => move(now, places));
      showAll(desk);
    } catch {
      desk.say("The layout could not be computed. The graph is unchanged.");
    }
  },
};

export const palette: Command = {
  id: "palette",
  label: "Search for a step to add",
  group: "View",
  keys: ["/"],
  run: (desk) => desk.focusPalette(),
};

export const help: Command = {
  id: "help",
  label: "Show the keys",
  group: "View",
  keys: ["?"],
  reads: true,
  run: ({ ui }) => ui.setState((state) => ({ help: !state.help })),
};

export const save: Command = {
  id: "save",
  label: "Save",
  group: "Job",
  keys: ["mod+s"],
  reads: true,
  run: ({ onSave }) => onSave(),
};
