import { copy, paste, readFragment } from "@/canvas/model/clipboard";
import { addNote } from "@/canvas/model/edits";
import { boundsOf, type Rect } from "@/canvas/model/geometry";
import { type Command, type CommandContext, hasSelection, selection, visibleRect } from "./command";

export const undo: Command = {
  id: "undo",
  label: "Undo",
  group: "Edit",
  keys: ["mod+z"],
  enabled: ({ canvas }) => canvas.store.temporal.getState().pastStates.length > 0,
  run: ({ canvas, notify: say }) => {
    const label = canvas.undo();
    if (label) say(`Undo: ${label}`);
  },
};

export const redo: Command = {
  id: "redo",
  label: "Redo",
  group: "Edit",
  keys: ["mod+shift+z", "mod+y"],
  enabled: ({ canvas }) => canvas.store.temporal.getState().futureStates.length > 0,
  run: ({ canvas, notify: say }) => {
    const label = canvas.redo();
    if (label) say(`Redo: ${label}`);
  },
};

const NUDGE = { x: 32, y: 32 };

function copySelection(context: CommandContext): string | null {
  const fragment = copy(context.canvas.graph(), selection(context));
  if (!fragment) return null;
  context.clipboard.fragment = JSON.stringify(fragment);
  return context.clipboard.fragment;
}

/** Text of the selection for the system's clipboard, kept here too, where a browser denies the other. */
export const clipboardText = copySelection;

/** Pastes a fragment: beside the original when that is in view, else into the middle of what is seen. */
export function pasteText(context: CommandContext, text: string): boolean {
  const fragment = readFragment(text);
  if (!fragment) return false;
  const shift = offsetIntoView(
    visibleRect(context),
    boundsOf([...fragment.nodes, ...fragment.notes].map(asRect)),
  );
  let pasted: Set<string> = new Set();
  context.canvas.edit("Paste", (graph) => {
    const result = paste(graph, context.catalogue, fragment, shift);
    pasted = result.items;
    return result.graph;
  });
  context.canvas.select(pasted);
  return true;
}

const asRect = (item: { position: { x: number; y: number } }): Rect => ({
  ...item.position,
  width: 200,
  height: 80,
});

function offsetIntoView(seen: Rect, bounds: Rect | null): { x: number; y: number } {
  if (!bounds) return NUDGE;
  const inView =
    bounds.x + NUDGE.x >= seen.x &&
    bounds.y + NUDGE.y >= seen.y &&
    bounds.x + bounds.width <= seen.x + seen.width &&
    bounds.y + bounds.height <= seen.y + seen.height;
  if (inView) return NUDGE;
  return {
    x: seen.x + (seen.width - bounds.width) / 2 - bounds.x,
    y: seen.y + (seen.height - bounds.height) / 2 - bounds.y,
  };
}

export const duplicate: Command = {
  id: "duplicate",
  label: "Duplicate",
  group: "Edit",
  keys: ["mod+d"],
  enabled: hasSelection,
  run: (context) => {
    const text = copySelection(context);
    if (text) pasteText(context, text);
  },
};

export const addNoteCommand: Command = {
  id: "note",
  label: "Add a note",
  group: "Edit",
  keys: ["n"],
  run: (context) => {
    const seen = visibleRect(context);
    const middle = { x: seen.x + seen.width / 2 - 100, y: seen.y + seen.height / 2 - 48 };
    let added = "";
    context.canvas.edit("Add note", (graph) => {
      const result = addNote(graph, middle);
      added = result.note.id;
      return result.graph;
    });
    context.canvas.select([added]);
  },
};
