/** From key presses to commands, and what the help says of both. */

import type { HelpLine } from "@/ui/shortcuts";
import type { Command } from "./command";
import { addNoteCommand, duplicate, redo, undo } from "./editCommands";
import {
  clearSelection,
  deleteAndReconnect,
  deleteItems,
  nudges,
  openPanel,
  selectAll,
  walks,
} from "./selectionCommands";
import { autoLayout, fitView, focusPalette, save, zoomIn, zoomOut } from "./viewCommands";

export const COMMANDS: readonly Command[] = [
  save,
  undo,
  redo,
  duplicate,
  addNoteCommand,
  focusPalette,
  selectAll,
  openPanel,
  deleteItems,
  deleteAndReconnect,
  ...nudges,
  ...walks,
  clearSelection,
  fitView,
  zoomIn,
  zoomOut,
  autoLayout,
];

/** `mod+shift+z` for a key event; the same notation as in the records. */
export function chordOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
): string {
  const key = event.key.toLowerCase();
  // Shift is already in a sign such as `?` or `+`; it counts for letters, digits and named keys.
  const shift = event.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key));
  return [event.ctrlKey || event.metaKey ? "mod" : "", event.altKey ? "alt" : "", shift ? "shift" : "", key]
    .filter(Boolean)
    .join("+");
}

const BY_KEY = new Map(COMMANDS.flatMap((command) => command.keys.map((keys) => [keys, command] as const)));

export const commandOf = (keys: string): Command | undefined => BY_KEY.get(keys);

/** Keys that work even while someone types: they mean nothing to a text field. */
const EVERYWHERE = new Set(["mod+s"]);

/** Bare keys that lead to the canvas from any part of its page. */
const ANYWHERE = new Set(["/", "escape"]);
const DRAWING = "[data-canvas-keys]";

const WRITES = "input, textarea, select, [contenteditable='true'], [contenteditable=''], .monaco-editor";
const OWN_KEYS = "[role='dialog'], [role='menu'], [role='listbox'], [role='combobox'], [role='tree']";

/** Whether a key pressed on `target` belongs to a text field, an editor, a menu or a dialog, and so not to the canvas. */
export function isHandledElsewhere(target: EventTarget | null, keys: string): boolean {
  if (!(target instanceof Element) || EVERYWHERE.has(keys)) return false;
  if (target.closest(WRITES) || target.closest(OWN_KEYS)) return true;
  // Enter and the space bar press buttons and follow links.
  if ((keys === "enter" || keys === " ") && target.closest("button, a, [role='button'], [role='tab']"))
    return true;
  // Bare keys such as Delete act on the drawing only while the keyboard is there, or nowhere in particular.
  return (
    !keys.startsWith("mod+") && !ANYWHERE.has(keys) && target !== document.body && !target.closest(DRAWING)
  );
}

const NAMES: Record<string, string> = {
  mod: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  delete: "Del",
  escape: "Esc",
  enter: "Enter",
  backspace: "⌫",
};

/** Keys as a person reads them: Ctrl+Shift+Z. */
export const formatKeys = (keys: string): string =>
  keys
    .split(/\+(?!$)/)
    .map((key) => NAMES[key] ?? key.toUpperCase())
    .join("+");

const GROUPS: readonly Command["group"][] = ["Job", "Edit", "Selection", "View"];

/** What the browser's own clipboard keys and the mouse do; everything else comes from the commands. */
const GESTURES: Partial<Record<Command["group"], [string, string][]>> = {
  Edit: [
    ["Copy, cut, paste", "Ctrl+C, X, V"],
    ["Put a step into an edge", "Drop it on the edge"],
  ],
  Selection: [
    ["Move the selection (Shift: by a step)", "← ↑ ↓ →"],
    ["Select several", "Shift+drag"],
    ["Open a step", "Double-click"],
  ],
};

/** The commands and gestures of the canvas, group by group. */
export const CANVAS_HELP: readonly HelpLine[] = GROUPS.flatMap((group) => [
  ...COMMANDS.filter((command) => command.group === group && !command.id.startsWith("move-")).map(
    ({ label, keys }) => ({ label, group, ways: keys.slice(0, 2).map(formatKeys) }),
  ),
  ...(GESTURES[group] ?? []).map(([label, way]) => ({ label, group, ways: [way] })),
]);
