import { useReactFlow } from "@xyflow/react";
import { type DragEvent, useCallback } from "react";
import { dropKind } from "./addNode";
import { useCanvasContext } from "./context";
import { edgeUnder, pointOf } from "./hitTesting";

/** What the palette puts on a drag, so that nothing else can be dropped here. */
export const DRAG_TYPE = "application/x-penstock-kind";

/** Dropping kinds from the palette onto the canvas, or into an edge. */
export function usePaletteDrop() {
  const shared = useCanvasContext();
  const flow = useReactFlow();
  const onDragOver = useCallback(
    (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE) || shared.canvas.store.getState().readOnly) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      shared.ui.setState({ dropEdge: edgeUnder(event) });
    },
    [shared],
  );
  const onDragLeave = useCallback(() => shared.ui.setState({ dropEdge: null }), [shared]);
  const onDrop = useCallback(
    (event: DragEvent) => {
      const kind = event.dataTransfer.getData(DRAG_TYPE);
      if (!shared.catalogue.has(kind)) return;
      event.preventDefault();
      dropKind(shared, kind, flow.screenToFlowPosition(pointOf(event)), edgeUnder(event));
    },
    [shared, flow],
  );
  return { onDragOver, onDragLeave, onDrop };
}
