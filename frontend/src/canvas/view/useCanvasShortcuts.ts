import { useEffect } from "react";
import { type CommandContext, runCommand } from "@/canvas/commands/command";
import { clipboardText, pasteText } from "@/canvas/commands/editCommands";
import { CANVAS_HELP, chordOf, commandOf, isHandledElsewhere } from "@/canvas/commands/keys";
import { deleteItems } from "@/canvas/commands/selectionCommands";
import { useHelpLines } from "@/ui/shortcuts";

/** Keyboard and clipboard of the canvas, for as long as it is shown. */
export function useCanvasShortcuts(context: CommandContext): void {
  useHelpLines(CANVAS_HELP);
  useEffect(() => {
    const stop = new AbortController();
    const options = { signal: stop.signal };
    document.addEventListener("keydown", (event) => onKey(event, context), options);
    // The browser's own clipboard events need no permission, and cross tabs.
    document.addEventListener("copy", (event) => onCopy(event, context, false), options);
    document.addEventListener("cut", (event) => onCopy(event, context, true), options);
    document.addEventListener("paste", (event) => onPaste(event, context), options);
    return () => stop.abort();
  }, [context]);
}

function onKey(event: KeyboardEvent, context: CommandContext): void {
  const keys = chordOf(event);
  const command = commandOf(keys);
  if (!command || event.defaultPrevented || event.isComposing || isHandledElsewhere(event.target, keys))
    return;
  if (runCommand(command, context)) event.preventDefault();
}

/** Someone who marked text on the page wants that text. */
const hasMarkedText = (): boolean => (document.getSelection()?.toString() ?? "") !== "";

function onCopy(event: ClipboardEvent, context: CommandContext, cut: boolean): void {
  if (isHandledElsewhere(event.target, "mod+c") || hasMarkedText()) return;
  const text = clipboardText(context);
  if (!text) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  if (cut) runCommand(deleteItems, context);
}

function onPaste(event: ClipboardEvent, context: CommandContext): void {
  if (isHandledElsewhere(event.target, "mod+v") || context.canvas.store.getState().readOnly) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (
    pasteText(context, text) ||
    (text === "" && context.clipboard.fragment && pasteText(context, context.clipboard.fragment))
  ) {
    event.preventDefault();
  }
}
