/** What is under the pointer, according to the DOM: React Flow draws a wide invisible band along every edge. */

import type { Position } from "@/canvas/model/document";

type Pointer = MouseEvent | TouchEvent | React.MouseEvent | React.TouchEvent | React.DragEvent;

export function pointOf(event: Pointer): Position {
  const touch = "changedTouches" in event ? event.changedTouches[0] : undefined;
  const { clientX, clientY } = touch ?? (event as MouseEvent);
  return { x: clientX, y: clientY };
}

function idUnder(event: Pointer, selector: string): string | null {
  const { x, y } = pointOf(event);
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest(selector)?.getAttribute("data-id");
    if (id) return id;
  }
  return null;
}

export const edgeUnder = (event: Pointer): string | null => idUnder(event, ".react-flow__edge");
export const nodeUnder = (event: Pointer): string | null => idUnder(event, ".react-flow__node-operator");
