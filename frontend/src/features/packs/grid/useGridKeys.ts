import type { KeyboardEvent } from "react";
import { type GridCommand, getKeyCommand } from "./keys";
import { clampPosition, ORIGIN, selectCell, stepCell } from "./model";
import type { GridEditorApi } from "./useGridEditor";

/** Keyboard handling of the grid. */
export function useGridKeys(editor: GridEditorApi) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // During composition the keys belong to the input method.
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    const command = getKeyCommand(event, editor.draft?.mode ?? null);
    if (!command || (command.type === "step" && leavesGrid(editor, command.step))) return;
    event.preventDefault();
    // Keys of the grid must not trigger shortcuts of the page.
    event.stopPropagation();
    runCommand(editor, command, event.target as HTMLTextAreaElement);
  };
  return { onKeyDown };
}

/** Whether Tab leaves the grid: backwards from the first cell, forwards from the end of a blank last row. */
function leavesGrid({ grid, editing, draft }: GridEditorApi, step: 1 | -1): boolean {
  if (stepCell(grid, editing.selection.from, step)) return false;
  const blank = grid.rows.at(-1)?.cells.every((cell) => cell === null) && draft === null;
  return step === -1 || blank === true || grid.columns.length === 0;
}

function runCommand(editor: GridEditorApi, command: GridCommand, field: HTMLTextAreaElement): void {
  const { grid, editing } = editor;
  const { from, to } = editing.selection;
  const last = grid.rows.length - 1;
  if (command.type === "move" || command.type === "edge") {
    const far = command.type === "edge" ? Number.MAX_SAFE_INTEGER : 1;
    const start = command.extend ? to : from;
    const position = clampPosition(grid, {
      row: start.row + command.row * far,
      column: start.column + command.column * far,
    });
    editor.select(command.extend ? { from, to: position } : selectCell(position));
  } else if (command.type === "step") {
    const next = stepCell(grid, from, command.step);
    if (next) editor.select(selectCell(next));
    else editor.add(last, 0);
  } else if (command.type === "commit") {
    // Enter in the last row adds a row, so that no mouse is needed.
    if (from.row === last) editor.add(last);
    else editor.select(selectCell({ ...from, row: from.row + 1 }));
  } else if (command.type === "edit") {
    editor.type({ text: grid.rows[from.row]?.cells[from.column] ?? "", mode: "editing" });
    field.setSelectionRange(field.value.length, field.value.length);
  } else if (command.type === "line") {
    field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    editor.type({ text: field.value, mode: "editing" });
  } else if (command.type === "all") {
    editor.select({ from: ORIGIN, to: { row: last, column: grid.columns.length - 1 } });
  } else {
    editor[command.type]();
  }
}
