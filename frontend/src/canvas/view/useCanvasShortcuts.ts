import { useEffect } from "react";
import { type CommandContext, runCommand } from "@/canvas/commands/command";
import { clipboardText, pasteText } from "@/canvas/commands/editCommands";
import { CANVAS_HELP, chordOf, commandOf, isHandledElsewhere } from "@/canvas/commands/keys";
import { deleteItems } from "@/canvas/commands/selectionCommands";
import { useHelpLines } from "@/ui/shortcuts";

/** Keyboard and clipboard of the canvas, for as long as it is shown. */
export function useCanvasShortcuts(desk: CommandContext): void {
  useHelpLines(CANVAS_HELP);
  useEffect(() => {
    const stop = new AbortController();
    const options = { signal: stop.signal };
    document.addEventListener("keydown", (event) => onKey(event, desk), options);
    // The browser's own clipboard events need no permission, and cross tabs.
    document.addEventListener("copy", (event) => onCopy(event, desk, false), options);
    document.addEventListener("cut", (event) => onCopy(event, desk, true), options);
    document.addEventListener("paste", (event) => onPaste(event, desk), options);
    return () => stop.abort();
  }, [desk]);
}

function onKey(event: KeyboardEvent, desk: CommandContext): void {
  const keys = chordOf(event);
  const command = commandOf(keys);
  if (!command || event.defaultPrevented || event.isComposing || isHandledElsewhere(event.target, keys))
    return;
  if (runCommand(command, desk)) event.preventDefault();
}

/** Someone who marked text on the page wants that text. */
const hasMarkedText = (): boolean => (document.getSelection()?.toString() ?? "") !== "";

function onCopy(event: ClipboardEvent, desk: CommandContext, cut: boolean): void {
  if (isHandledElsewhere(event.target, "mod+c") || hasMarkedText()) return;
  const text = clipboardText(desk);
  if (!text) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  if (cut) runCommand(deleteItems, desk);
}

function onPaste(event: ClipboardEvent, desk: CommandContext): void {
  if (isHandledElsewhere(event.target, "mod+v") || desk.canvas.store.getState().readOnly) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (
    pasteText(desk, text) ||
    (text === "" && desk.clipboard.fragment && pasteText(desk, desk.clipboard.fragment))
  ) {
    event.preventDefault();
  }
}
