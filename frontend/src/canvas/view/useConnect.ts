import {
  type Connection,
  type FinalConnectionState,
  type IsValidConnection,
  useReactFlow,
} from "@xyflow/react";
import { type RefObject, useCallback } from "react";
import { type Edge, nodeOf } from "@/canvas/model/document";
import { connectionError, pickInputPort } from "@/canvas/model/topology";
import { tryConnect } from "./addNode";
import { type CanvasContext, type DanglingConnection, useCanvasContext } from "./context";
import { nodeUnder, pointOf } from "./hitTesting";
import type { StreamRfEdge } from "./reactFlowMapping";

const asEdge = (connection: Connection | StreamRfEdge): Edge => ({
  source: connection.source,
  source_port: connection.sourceHandle ?? "",
  target: connection.target,
  target_port: connection.targetHandle ?? "",
});

/** Pulling lines from port to port, onto a step's body, or into the open, where a menu offers what fits. */
export function useConnect(box: RefObject<HTMLDivElement | null>) {
  const shared = useCanvasContext();
  const flow = useReactFlow();
  const isValidConnection = useCallback<IsValidConnection<StreamRfEdge>>(
    (connection) => connectionError(shared.canvas.graph(), shared.catalogue, asEdge(connection)) === null,
    [shared],
  );
  const onConnect = useCallback((connection: Connection) => tryConnect(shared, asEdge(connection)), [shared]);
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const from = danglingConnection(state);
      if (!from || state.isValid) return;
      const onto = state.toNode?.id ?? nodeUnder(event);
      if (onto) return connectToBody(shared, from, onto, state.toHandle?.id ?? null);
      const point = pointOf(event);
      const corner = box.current?.getBoundingClientRect();
      const on = { x: point.x - (corner?.x ?? 0), y: point.y - (corner?.y ?? 0) };
      shared.ui.setState({ quickAdd: { at: flow.screenToFlowPosition(point), on, from } });
    },
    [shared, flow, box],
  );
  return { isValidConnection, onConnect, onConnectEnd };
}

function danglingConnection({ fromNode, fromHandle }: FinalConnectionState): DanglingConnection | null {
  if (!fromNode || !fromHandle) return null;
  return {
    node: fromNode.id,
    port: fromHandle.id ?? "",
    side: fromHandle.type === "source" ? "output" : "input",
  };
}

/** A line dropped on a step connects to its free port; dropped on a port that refuses it, the reason is shown. */
function connectToBody(
  shared: CanvasContext,
  from: DanglingConnection,
  onto: string,
  port: string | null,
): void {
  const graph = shared.canvas.graph();
  const operator = shared.catalogue.get(nodeOf(graph, onto)?.kind ?? "");
  const edge: Edge =
    from.side === "output"
      ? {
          source: from.node,
          source_port: from.port,
          target: onto,
          target_port: port ?? pickInputPort(graph, operator, onto)?.name ?? "",
        }
      : {
          source: onto,
          source_port: port ?? operator?.ports.outputs[0]?.name ?? "",
          target: from.node,
          target_port: from.port,
        };
  tryConnect(shared, edge);
}
