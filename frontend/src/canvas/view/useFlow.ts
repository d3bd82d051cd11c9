import type { EdgeChange, NodeChange, OnNodeDrag } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { finishDrag, isConnected } from "./addNode";
import { type CanvasContext, useCanvas, useCanvasContext } from "./context";
import { edgeUnder } from "./hitTesting";
import { type AnyRfNode, type NodeBox, ReactFlowMapper, type StreamRfEdge } from "./reactFlowMapping";

/** The document as React Flow's controlled state, and React Flow's gestures as changes of the document. */
export function useFlow() {
  const shared = useCanvasContext();
  const graph = useCanvas((state) => state.graph);
  const selection = useCanvas((state) => state.selection);
  const [dragged, setDragged] = useState<ReadonlyMap<string, NodeBox> | null>(null);
  const flow = useMemo(() => new ReactFlowMapper(shared.catalogue), [shared]);
  const nodes = useMemo(() => flow.nodesOf(graph, selection, dragged), [flow, graph, selection, dragged]);
  const edges = useMemo(() => flow.edgesOf(graph, selection), [flow, graph, selection]);

  const onNodesChange = useCallback(
    (changes: NodeChange<AnyRfNode>[]) => {
      select(shared, changes);
      setDragged((before) => moved(before, changes));
    },
    [shared],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<StreamRfEdge>[]) => select(shared, changes),
    [shared],
  );
  const drag = useDrag(shared, setDragged);
  return { nodes, edges, onNodesChange, onEdgesChange, ...drag };
}

function useDrag(shared: CanvasContext, setDragged: (places: null) => void) {
  const hanging = useRef(false);
  const onNodeDragStart = useCallback<OnNodeDrag<AnyRfNode>>(
    (_, node, all) => {
      hanging.current = all.length === 1 && node.type === "operator" && !isConnected(shared, node.id);
    },
    [shared],
  );
  const onNodeDrag = useCallback<OnNodeDrag<AnyRfNode>>(
    (event) => {
      if (hanging.current) shared.ui.setState({ dropEdge: edgeUnder(event) });
    },
    [shared],
  );
  const onNodeDragStop = useCallback<OnNodeDrag<AnyRfNode>>(
    (_, __, all) => {
      finishDrag(shared, new Map(all.map((node) => [node.id, node.position])), shared.ui.getState().dropEdge);
      shared.ui.setState({ dropEdge: null });
      setDragged(null);
    },
    [shared, setDragged],
  );
  return {
    onNodeDragStart,
    onNodeDrag,
    onNodeDragStop,
    onSelectionDragStop: useSelectionDrop(shared, setDragged),
  };
}

function useSelectionDrop(shared: CanvasContext, setDragged: (places: null) => void) {
  return useCallback(
    (_: unknown, all: AnyRfNode[]) => {
      finishDrag(shared, new Map(all.map((node) => [node.id, node.position])), null);
      setDragged(null);
    },
    [shared, setDragged],
  );
}

function select(
  { canvas }: CanvasContext,
  changes: readonly (NodeChange<AnyRfNode> | EdgeChange<StreamRfEdge>)[],
): void {
  const chosen = changes.filter((change) => change.type === "select");
  if (chosen.length === 0) return;
  const next = new Set(canvas.store.getState().selection);
  for (const { id, selected } of chosen) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  canvas.select(next);
}

/** Places and sizes of what is on its way; the document learns of them when it is let go. */
function moved(before: ReadonlyMap<string, NodeBox> | null, changes: readonly NodeChange<AnyRfNode>[]) {
  const ways = changes.filter(
    (change) =>
      (change.type === "position" && change.position !== undefined && change.dragging !== false) ||
      (change.type === "dimensions" && change.resizing === true),
  );
  if (ways.length === 0) return before;
  const next = new Map(before);
  for (const change of ways) {
    if (change.type === "position" && change.position)
      next.set(change.id, { ...next.get(change.id), ...change.position });
    if (change.type === "dimensions" && change.dimensions) {
      next.set(change.id, { ...(next.get(change.id) ?? { x: 0, y: 0 }), ...change.dimensions });
    }
  }
  return next;
}
