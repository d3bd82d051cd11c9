import type { KeyboardEvent } from "react";
import { type Command, commandOf } from "./keys";
import { at, ORIGIN, stepped, within } from "./model";
import type { GridEditor } from "./useGridEditor";

/** What the keys do in the grid. */
export function useGridKeys(editor: GridEditor) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    const command = commandOf(event, editor.draft?.mode ?? null);
    if (!command || (command.do === "step" && leaves(editor, command.step))) return;
    event.preventDefault();
    // Keys of the grid are no shortcuts of the page.
    event.stopPropagation();
    run(editor, command, event.target as HTMLTextAreaElement);
  };
  return { onKeyDown };
}

/** Tab goes on to the rest of the page from the first cell, and from the last one of a row left blank. */
function leaves({ grid, editing, draft }: GridEditor, step: 1 | -1): boolean {
  if (stepped(grid, editing.selection.from, step)) return false;
  const blank = grid.rows.at(-1)?.cells.every((cell) => cell === null) && draft === null;
  return step === -1 || blank === true || grid.columns.length === 0;
}

function run(editor: GridEditor, command: Command, field: HTMLTextAreaElement): void {
  const { grid, editing } = editor;
  const { from, to } = editing.selection;
  const last = grid.rows.length - 1;
  if (command.do === "move" || command.do === "edge") {
    const far = command.do === "edge" ? Number.MAX_SAFE_INTEGER : 1;
    const start = command.extend ? to : from;
    const place = within(grid, {
      row: start.row + command.row * far,
      column: start.column + command.column * far,
    });
    editor.select(command.extend ? { from, to: place } : at(place));
  } else if (command.do === "step") {
    const next = stepped(grid, from, command.step);
    if (next) editor.select(at(next));
    else editor.add(last, 0);
  } else if (command.do === "commit") {
    // Below the last row goes on a new one, so that rows are typed without a mouse.
    if (from.row === last) editor.add(last);
    else editor.select(at({ ...from, row: from.row + 1 }));
  } else if (command.do === "edit") {
    editor.type({ text: grid.rows[from.row]?.cells[from.column] ?? "", mode: "editing" });
    field.setSelectionRange(field.value.length, field.value.length);
  } else if (command.do === "line") {
    field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    editor.type({ text: field.value, mode: "editing" });
  } else if (command.do === "all") {
    editor.select({ from: ORIGIN, to: { row: last, column: grid.columns.length - 1 } });
  } else {
    editor[command.do]();
  }
}
