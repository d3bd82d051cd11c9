/** Sizes and places. Sizes are declared, not measured: only so can a big graph draw just what is visible. */

import type { Graph, Node, Position } from "./document";
import type { Catalogue, Operator } from "./operators";

export const NODE_WIDTH = 208;
/** A node that shows its output columns, and one that has none to show. */
const WITH_COLUMNS = 88;
/** Their middles lie on the same grid, so that a line between two aligned steps is straight. */
const WITHOUT_COLUMNS = 56;
const PORT_GAP = 28;
export const GRID = 8;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Position, Size {}

export interface Viewport extends Position {
  readonly zoom: number;
}

export function nodeHeight(operator: Operator | undefined): number {
  return operator && operator.ports.outputs.length === 0 ? WITHOUT_COLUMNS : WITH_COLUMNS;
}

/** Distance of a port's middle from the node's upper edge. */
export function portOffset(height: number, index: number, count: number): number {
  return height / 2 + (index - (count - 1) / 2) * PORT_GAP;
}

export const snap = (value: number): number => Math.round(value / GRID) * GRID;
export const snapPosition = ({ x, y }: Position): Position => ({ x: snap(x), y: snap(y) });

export const nodeRect = (node: Node, catalogue: Catalogue): Rect => ({
  ...node.position,
  width: NODE_WIDTH,
  height: nodeHeight(catalogue.get(node.kind)),
});

export function boundsOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export const graphBounds = (graph: Graph, catalogue: Catalogue): Rect | null =>
  boundsOf([
    ...graph.nodes.map((node) => nodeRect(node, catalogue)),
    ...graph.notes.map((note) => ({ ...note.position, ...note.size })),
  ]);

/** The viewport that shows `bounds` in a pane; never larger than life, so that a single node doesn't fill the page. */
export function fitTo(bounds: Rect, pane: Size, padding = 48, maxZoom = 1): Viewport {
  const zoom = Math.min(
    (pane.width - 2 * padding) / Math.max(bounds.width, 1),
    (pane.height - 2 * padding) / Math.max(bounds.height, 1),
    maxZoom,
  );
  const safe = Math.max(zoom, 0.02);
  return {
    zoom: safe,
    x: pane.width / 2 - (bounds.x + bounds.width / 2) * safe,
    y: pane.height / 2 - (bounds.y + bounds.height / 2) * safe,
  };
}

/** Whether all of `rect` is seen. */
export function isInView({ x, y, zoom }: Viewport, pane: Size, rect: Rect): boolean {
  const [left, top] = [rect.x * zoom + x, rect.y * zoom + y];
  return (
    left >= 0 && top >= 0 && left + rect.width * zoom <= pane.width && top + rect.height * zoom <= pane.height
  );
}

/** The viewport after the shortest way at which `rect` is seen, with a little air around it. */
export function panIntoView({ x, y, zoom }: Viewport, pane: Size, rect: Rect, air = 32): Viewport {
  const shift = (from: number, length: number, room: number): number =>
    Math.max(air - from, 0) || Math.min(room - air - (from + length), 0);
  return {
    zoom,
    x: x + shift(rect.x * zoom + x, rect.width * zoom, pane.width),
    y: y + shift(rect.y * zoom + y, rect.height * zoom, pane.height),
  };
}

/** A place near `wanted` where a node of this size covers no other. */
export function findFreePosition(
  graph: Graph,
  catalogue: Catalogue,
  wanted: Position,
  operator: Operator | undefined,
): Position {
  const rects = graph.nodes.map((node) => nodeRect(node, catalogue));
  const height = nodeHeight(operator);
  let place = snapPosition(wanted);
  const covers = (rect: Rect): boolean =>
    Math.abs(rect.x - place.x) < NODE_WIDTH + GRID &&
    rect.y < place.y + height + GRID &&
    place.y < rect.y + rect.height + GRID;
  for (let hit = rects.find(covers); hit; hit = rects.find(covers)) {
    place = { x: place.x, y: snap(hit.y + hit.height + 3 * GRID) };
  }
  return place;
}

/** The node next to `from` in a direction: the nearest one within a quarter turn. */
export function findNeighbour(
  graph: Graph,
  from: Node,
  direction: "left" | "right" | "up" | "down",
): Node | null {
  const [ux, uy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction] as [number, number];
  let best: Node | null = null;
  let bestScore = Infinity;
  for (const node of graph.nodes) {
    const [dx, dy] = [node.position.x - from.position.x, node.position.y - from.position.y];
    const ahead = dx * ux + dy * uy;
    const aside = Math.abs(dx * uy - dy * ux);
    if (node.id === from.id || ahead <= 0 || aside > 2 * ahead) continue;
    const score = ahead + 2 * aside;
    if (score < bestScore) [best, bestScore] = [node, score];
  }
  return best;
}
