/** State and commands of the grid editor. */
import { useRef, useState } from "react";
import type { PackColumn } from "../types";
import {
  applyChange,
  createEditorState,
  type EditorState,
  isDirty,
  redo,
  setSelection,
  undo,
} from "./history";
import * as model from "./model";
import * as clipboard from "./paste";

/** Text typed in the active cell that is not in the grid yet. */
export interface CellDraft {
  readonly text: string;
  readonly mode: "typing" | "editing";
}

function commitDraft(editing: EditorState, draft: CellDraft | null): EditorState {
  const { grid, selection } = editing;
  const cell = grid.rows[selection.from.row]?.cells[selection.from.column];
  // Opened and left unchanged: NULL stays NULL.
  if (!draft || draft.text === (cell ?? "")) return editing;
  return applyChange(editing, model.setCell(grid, selection.from, draft.text));
}

export function useGridEditor(createInitialGrid: () => model.Grid) {
  const [editing, setEditing] = useState(() => createEditorState(createInitialGrid()));
  const [draft, setDraft] = useState<CellDraft | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const committed = commitDraft(editing, draft);
  const { grid, selection } = committed;
  const range = model.toRange(selection);

  const update = (next: EditorState) => {
    setDraft(null);
    setEditing(next);
  };
  return {
    /** The text field over the active cell. */
    field,
    focus: () => field.current?.focus({ preventScroll: true }),
    /** The state as rendered, without the text that is being typed. */
    editing,
    draft,
    /** The grid as it would be saved, with the text that is being typed. */
    grid,
    range,
    dirty: isDirty(committed),
    type: setDraft,
    cancel: () => setDraft(null),
    commit: () => update(committed),
    select: (next: model.Selection) => update(setSelection(committed, next)),
    clear: () => update(applyChange(committed, model.clearCells(grid, range))),
    /** Inserts a blank row after the given one and selects it. */
    add: (after: number = range.bottom, column: number = selection.from.column) => {
      const position = { row: after + 1, column };
      update(applyChange(committed, model.insertRows(grid, after + 1, 1), model.selectCell(position)));
    },
    remove: () =>
      update(applyChange(committed, model.removeRows(grid, range), model.selectCell(selection.from))),
    duplicate: () => {
      const height = range.bottom - range.top + 1;
      const moveDown = (position: model.CellPosition) => ({ ...position, row: position.row + height });
      const next = { from: moveDown(selection.from), to: moveDown(selection.to) };
      update(applyChange(committed, model.duplicateRows(grid, range), next));
    },
    copy: () => clipboard.copyCells(grid, range),
    /** Returns the numbers of rows and columns that did not fit. */
    paste: (text: string): clipboard.PasteResult["skipped"] => {
      const next = clipboard.pasteCells(grid, range, text);
      update(applyChange(committed, next.grid, next.selection));
      return next.skipped;
    },
    undo: () => update(undo(committed)),
    redo: () => update(redo(committed)),
    setColumns: (columns: readonly PackColumn[]) =>
      update(applyChange(committed, model.replaceColumns(grid, columns))),
  };
}

export type GridEditorApi = ReturnType<typeof useGridEditor>;
