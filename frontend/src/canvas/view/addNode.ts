/** The ways in which a step comes onto the canvas. Each opens its panel, so that nobody has to look for it. */

import { type Edge, incoming, nodeOf, outgoing, type Position } from "@/canvas/model/document";
import { addConnected, connect, insertOnEdge } from "@/canvas/model/edges";
import { addNode, move, newNode } from "@/canvas/model/edits";
import { findFreePosition, NODE_WIDTH, nodeHeight } from "@/canvas/model/geometry";
import { connectionError } from "@/canvas/model/topology";
import type { CanvasContext, DanglingConnection } from "./context";

const GAP = 88;

function openPanelOf(shared: CanvasContext, id: string): void {
  shared.canvas.select([id]);
  shared.ui.setState({ panel: { node: id, fresh: true }, quickAdd: null, dropEdge: null });
}

const labelOf = ({ catalogue }: CanvasContext, kind: string): string =>
  `Add ${catalogue.get(kind)?.label ?? kind}`;

/** Adds a step whose middle is at `at`; over an edge it goes in between. */
export function dropKind(shared: CanvasContext, kind: string, at: Position, edge: string | null): void {
  const operator = shared.catalogue.get(kind);
  const graph = shared.canvas.graph();
  const corner = { x: at.x - NODE_WIDTH / 2, y: at.y - nodeHeight(operator) / 2 };
  const node = newNode(graph, shared.catalogue, kind, corner);
  const inserted = edge === null ? null : insertOnEdge(graph, shared.catalogue, node, edge);
  shared.canvas.edit(labelOf(shared, kind), (now) => inserted ?? addNode(now, node));
  openPanelOf(shared, node.id);
}

/** Adds a step at the end of a line that was pulled out of a port. */
export function addAtDanglingConnection(
  shared: CanvasContext,
  kind: string,
  at: Position,
  from: DanglingConnection | null,
): void {
  const operator = shared.catalogue.get(kind);
  const graph = shared.canvas.graph();
  const corner = {
    x: from?.side === "input" ? at.x - NODE_WIDTH : at.x,
    y: at.y - nodeHeight(operator) / 2,
  };
  const node = newNode(
    graph,
    shared.catalogue,
    kind,
    findFreePosition(graph, shared.catalogue, corner, operator),
  );
  shared.canvas.edit(labelOf(shared, kind), (now) =>
    from ? addConnected(now, shared.catalogue, node, from) : addNode(now, node),
  );
  openPanelOf(shared, node.id);
}

/** Adds a step without a mouse: behind the selected one and connected to it, else in the middle of what is seen. */
export function addKind(shared: CanvasContext, kind: string, middle: Position): void {
  const graph = shared.canvas.graph();
  const selected = [...shared.canvas.store.getState().selection]
    .map((id) => nodeOf(graph, id))
    .filter((node) => !!node);
  const operator = shared.catalogue.get(kind);
  const after = selected.length === 1 ? selected[0] : undefined;
  const output = after && shared.catalogue.get(after.kind)?.ports.outputs[0];
  if (after && output && operator && operator.ports.inputs.length > 0) {
    const right = after.position.x + NODE_WIDTH + GAP;
    const at = { x: right, y: after.position.y + nodeHeight(shared.catalogue.get(after.kind)) / 2 };
    addAtDanglingConnection(shared, kind, at, { node: after.id, port: output.name, side: "output" });
    return;
  }
  const corner = { x: middle.x - NODE_WIDTH / 2, y: middle.y - nodeHeight(operator) / 2 };
  const node = newNode(
    graph,
    shared.catalogue,
    kind,
    findFreePosition(graph, shared.catalogue, corner, operator),
  );
  shared.canvas.edit(labelOf(shared, kind), (now) => addNode(now, node));
  openPanelOf(shared, node.id);
}

/** Settles things that were dragged; a single unconnected step that was let go over an edge goes in between. */
export function finishDrag(
  shared: CanvasContext,
  places: ReadonlyMap<string, Position>,
  edge: string | null,
): void {
  const [id] = places.keys();
  const alone = places.size === 1 && id !== undefined && !isConnected(shared, id);
  const name = (id && nodeOf(shared.canvas.graph(), id)?.name) ?? "note";
  shared.canvas.edit(places.size === 1 ? `Move ${name}` : `Move ${places.size} things`, (graph) => {
    const moved = move(graph, places);
    const node = alone ? nodeOf(moved, id) : undefined;
    return (node && edge && insertOnEdge(moved, shared.catalogue, node, edge)) || moved;
  });
}

/** Whether an edge touches this step. Only one that hangs free can be put into an edge by dragging. */
export function isConnected(shared: CanvasContext, id: string): boolean {
  const graph = shared.canvas.graph();
  return incoming(graph, id).length + outgoing(graph, id).length > 0;
}

/** Draws an edge, or says why not. */
export function tryConnect(shared: CanvasContext, edge: Edge): void {
  const reason = connectionError(shared.canvas.graph(), shared.catalogue, edge);
  if (reason) shared.notify(reason);
  else shared.canvas.edit("Connect", (graph) => connect(graph, shared.catalogue, edge));
}
