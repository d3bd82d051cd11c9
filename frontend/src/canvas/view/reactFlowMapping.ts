/** The document as React Flow wants it. What didn't change keeps its identity, or every node would be drawn on every move. */

import { type Edge as RfEdge, type Node as RfNode, Position as Side } from "@xyflow/react";
import { type Edge, edgeId, type Graph, type Node, type Note, type Position } from "@/canvas/model/document";
import { NODE_WIDTH, nodeHeight, portOffset } from "@/canvas/model/geometry";
import type { Catalogue, Operator, Port } from "@/canvas/model/operators";

export type OperatorNodeData = { node: Node; operator: Operator | undefined };
export type OperatorRfNode = RfNode<OperatorNodeData, "operator">;
export type NoteRfNode = RfNode<{ note: Note }, "note">;
export type AnyRfNode = OperatorRfNode | NoteRfNode;
export type StreamRfEdge = RfEdge<Record<string, never>, "stream">;

/** Where something is while it is being dragged or resized. */
export interface NodeBox extends Position {
  readonly width?: number;
  readonly height?: number;
}

const HANDLE = 12;

function handles(ports: readonly Port[], side: "left" | "right", height: number) {
  return ports.map((port, at) => ({
    id: port.name,
    type: side === "left" ? ("target" as const) : ("source" as const),
    position: side === "left" ? Side.Left : Side.Right,
    x: (side === "left" ? 0 : NODE_WIDTH) - HANDLE / 2,
    y: portOffset(height, at, ports.length) - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  }));
}

function operatorNode(
  node: Node,
  operator: Operator | undefined,
  position: Position,
  selected: boolean,
): OperatorRfNode {
  const height = nodeHeight(operator);
  return {
    id: node.id,
    type: "operator",
    position,
    selected,
    ariaRole: "group",
    ariaLabel: `${node.name}, ${operator?.label ?? node.kind}`,
    data: { node, operator },
    width: NODE_WIDTH,
    height,
    // Said beforehand, so that nodes outside the view need no measuring and `measured` never changes.
    measured: { width: NODE_WIDTH, height },
    handles: [
      ...handles(operator?.ports.inputs ?? [], "left", height),
      ...handles(operator?.ports.outputs ?? [], "right", height),
    ],
  };
}

function noteNode(note: Note, place: NodeBox, selected: boolean): NoteRfNode {
  const position = { x: place.x, y: place.y };
  const size = { width: place.width ?? note.size.width, height: place.height ?? note.size.height };
  return {
    id: note.id,
    type: "note",
    position,
    selected,
    data: { note },
    ...size,
    measured: size,
    zIndex: -1,
    handles: [],
  };
}

interface Made<T> {
  readonly of: Node | Note | Edge;
  readonly place: NodeBox | undefined;
  readonly selected: boolean;
  readonly made: T;
}

/** Turns graphs into React Flow's nodes and edges, one after the other; remembers the last answer of each item. */
export class ReactFlowMapper {
  private nodes = new Map<string, Made<AnyRfNode>>();
  private edges = new Map<string, Made<StreamRfEdge>>();

  constructor(private readonly catalogue: Catalogue) {}

  /** `dragged`: places of nodes on their way, which the document doesn't know yet. */
  nodesOf(
    graph: Graph,
    selection: ReadonlySet<string>,
    dragged: ReadonlyMap<string, NodeBox> | null,
  ): AnyRfNode[] {
    const made = new Map<string, Made<AnyRfNode>>();
    for (const note of graph.notes) {
      const position = dragged?.get(note.id) ?? note.position;
      made.set(
        note.id,
        this.kept(this.nodes, note.id, note, position, selection, (selected) =>
          noteNode(note, position, selected),
        ),
      );
    }
    for (const node of graph.nodes) {
      const position = dragged?.get(node.id) ?? node.position;
      const operator = this.catalogue.get(node.kind);
      const make = (selected: boolean) => operatorNode(node, operator, position, selected);
      made.set(node.id, this.kept(this.nodes, node.id, node, position, selection, make));
    }
    this.nodes = made;
    return [...made.values()].map((entry) => entry.made);
  }

  edgesOf(graph: Graph, selection: ReadonlySet<string>): StreamRfEdge[] {
    const made = new Map<string, Made<StreamRfEdge>>();
    for (const edge of graph.edges) {
      const id = edgeId(edge);
      made.set(
        id,
        this.kept(this.edges, id, edge, undefined, selection, (selected) => streamEdge(id, edge, selected)),
      );
    }
    this.edges = made;
    return [...made.values()].map((entry) => entry.made);
  }

  private kept<T>(
    before: Map<string, Made<T>>,
    id: string,
    of: Made<T>["of"],
    place: NodeBox | undefined,
    selection: ReadonlySet<string>,
    make: (selected: boolean) => T,
  ): Made<T> {
    const selected = selection.has(id);
    const old = before.get(id);
    const same = old && old.of === of && old.selected === selected;
    if (same && samePlace(old.place, place)) return old;
    return { of, place, selected, made: make(selected) };
  }
}

const samePlace = (a: NodeBox | undefined, b: NodeBox | undefined): boolean =>
  a?.x === b?.x && a?.y === b?.y && a?.width === b?.width && a?.height === b?.height;

const streamEdge = (id: string, edge: Edge, selected: boolean): StreamRfEdge => ({
  id,
  type: "stream",
  source: edge.source,
  sourceHandle: edge.source_port,
  target: edge.target,
  targetHandle: edge.target_port,
  selected,
});
