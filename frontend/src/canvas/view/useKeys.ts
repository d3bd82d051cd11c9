import { useEffect } from "react";
import { type Desk, perform } from "@/canvas/commands/command";
import { clipboardText, pasteText } from "@/canvas/commands/edit";
import { CANVAS_HELP } from "@/canvas/commands/help";
import { belongsElsewhere, chord, commandOf } from "@/canvas/commands/keys";
import { deleteItems } from "@/canvas/commands/select";
import { useHelpLines } from "@/ui/shortcuts";

/** Keyboard and clipboard of the canvas, for as long as it is shown. */
export function useKeys(desk: Desk): void {
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

function onKey(event: KeyboardEvent, desk: Desk): void {
  const keys = chord(event);
  const command = commandOf(keys);
  if (!command || event.defaultPrevented || event.isComposing || belongsElsewhere(event.target, keys)) return;
  if (perform(command, desk)) event.preventDefault();
}

/** Someone who marked text on the page wants that text. */
const marked = (): boolean => (document.getSelection()?.toString() ?? "") !== "";

function onCopy(event: ClipboardEvent, desk: Desk, cut: boolean): void {
  if (belongsElsewhere(event.target, "mod+c") || marked()) return;
  const text = clipboardText(desk);
  if (!text) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  if (cut) perform(deleteItems, desk);
}

function onPaste(event: ClipboardEvent, desk: Desk): void {
  if (belongsElsewhere(event.target, "mod+v") || desk.canvas.store.getState().readOnly) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (
    pasteText(desk, text) ||
    (text === "" && desk.clipboard.fragment && pasteText(desk, desk.clipboard.fragment))
  ) {
    event.preventDefault();
  }
}
