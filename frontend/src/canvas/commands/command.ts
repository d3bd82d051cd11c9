/** A command: one thing a person can do on the canvas, with its keys. Menus, toolbar, keyboard and help read the same records. */

import type { Rect, Viewport } from "@/canvas/model/geometry";
import type { CanvasContext } from "@/canvas/view/context";

/** What a command may use. */
export interface CommandContext extends CanvasContext {
  readonly viewport: () => Viewport;
  readonly setViewport: (viewport: Viewport) => void;
  /** Size of the drawing area in pixels. */
  readonly pane: () => { width: number; height: number };
  readonly focusPalette: () => void;
  readonly clipboard: { fragment: string | null };
}

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: "Edit" | "Selection" | "View" | "Job";
  /** `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: readonly string[];
  /** Also possible while the graph may not be changed. */
  readonly reads?: boolean;
  readonly enabled?: (context: CommandContext) => boolean;
  readonly run: (context: CommandContext) => void | Promise<void>;
}

/** What part of the canvas a person sees, in canvas units. */
export function visibleRect(context: CommandContext): Rect {
  const { x, y, zoom } = context.viewport();
  const { width, height } = context.pane();
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

export const selection = (context: CommandContext): ReadonlySet<string> =>
  context.canvas.store.getState().selection;
export const hasSelection = (context: CommandContext): boolean => selection(context).size > 0;

/** Runs a command if it may be run now. */
export function runCommand(command: Command, context: CommandContext): boolean {
  if (context.canvas.store.getState().readOnly && !command.reads) return false;
  if (command.enabled && !command.enabled(context)) return false;
  void command.run(context);
  return true;
}
