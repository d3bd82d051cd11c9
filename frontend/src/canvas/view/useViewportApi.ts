import { useEffect, useLayoutEffect } from "react";
import { type CommandContext, visibleRect } from "@/canvas/commands/command";
import { restoreView, reveal, type ViewRestorePoint } from "@/canvas/commands/viewCommands";
import { nodeOf } from "@/canvas/model/document";
import { nodeRect, type Rect } from "@/canvas/model/geometry";

/** Lets parts outside the drawing area ask what is seen, and bring things into view. */
export function useViewportApi(context: CommandContext): void {
  useLayoutEffect(() => {
    const { view } = context;
    view.current = {
      middle: () => {
        const seen = visibleRect(context);
        return { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
      },
      reveal: (id) => {
        const rect = rectOf(context, id);
        if (rect) reveal(context, rect);
      },
    };
    return () => {
      view.current = null;
    };
  }, [context]);
  useEffect(() => keepPanelNodeInView(context), [context]);
}

/** An open panel takes room from the canvas: its step stays in view, and the view comes back when it closes. */
function keepPanelNodeInView(context: CommandContext): () => void {
  let detour: ViewRestorePoint | null = null;
  let frame = 0;
  const show = (id: string) => {
    const rect = rectOf(context, id);
    const from = context.viewport();
    const to = rect && reveal(context, rect);
    if (to) detour = { from: detour?.from ?? from, to };
  };
  const leave = (id: string) => {
    if (detour) restoreView(context, detour, rectOf(context, id));
    detour = null;
  };
  const stop = context.ui.subscribe(({ panel }, before) => {
    const [open, closed] = [panel?.node, before.panel?.node];
    if (open === closed) return;
    cancelAnimationFrame(frame);
    // A frame later the canvas has its new size.
    frame = requestAnimationFrame(() => (open ? show(open) : closed && leave(closed)));
  });
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}

function rectOf({ canvas, catalogue }: CommandContext, id: string): Rect | null {
  const node = nodeOf(canvas.graph(), id);
  return node ? nodeRect(node, catalogue) : null;
}
