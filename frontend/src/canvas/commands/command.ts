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
  readonly enabled?: (desk: CommandContext) => boolean;
  readonly run: (desk: CommandContext) => void | Promise<void>;
}

/** What part of the canvas a person sees, in canvas units. */
export function visibleRect(desk: CommandContext): Rect {
  const { x, y, zoom } = desk.viewport();
  const { width, height } = desk.pane();
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

export const selection = (desk: CommandContext): ReadonlySet<string> =>
  desk.canvas.store.getState().selection;
export const hasSelection = (desk: CommandContext): boolean => selection(desk).size > 0;

/** Runs a command if it may be run now. */
export function runCommand(command: Command, desk: CommandContext): boolean {
  if (desk.canvas.store.getState().readOnly && !command.reads) return false;
  if (command.enabled && !command.enabled(desk)) return false;
  void command.run(desk);
  return true;
}
