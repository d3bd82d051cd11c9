/** The grid that is edited on this page: its state, and everything that can be done to it by name. */
import { useRef, useState } from "react";
import type { PackColumn } from "../types";
import { changed, type Editing, isDirty, opened, redone, selected, undone } from "./history";
import * as model from "./model";
import * as clipboard from "./paste";

/** Text in the active cell that is not in the grid yet. */
export interface Draft {
  readonly text: string;
  readonly mode: "typing" | "editing";
}

function settle(editing: Editing, draft: Draft | null): Editing {
  const { grid, selection } = editing;
  const cell = grid.rows[selection.from.row]?.cells[selection.from.column];
  // Looked into and left as it was: NULL stays NULL.
  if (!draft || draft.text === (cell ?? "")) return editing;
  return changed(editing, model.written(grid, selection.from, draft.text));
}

export function useGridEditor(first: () => model.Grid) {
  const [editing, setEditing] = useState(() => opened(first()));
  const [draft, setDraft] = useState<Draft | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const settled = settle(editing, draft);
  const { grid, selection } = settled;
  const range = model.rangeOf(selection);

  const put = (next: Editing) => {
    setDraft(null);
    setEditing(next);
  };
  return {
    /** The field over the active cell, and typing into it after a button was pressed. */
    field,
    focus: () => field.current?.focus({ preventScroll: true }),
    /** As it is drawn: what is being typed is still apart. */
    editing,
    draft,
    /** As it would be saved now. */
    grid,
    range,
    dirty: isDirty(settled),
    type: setDraft,
    cancel: () => setDraft(null),
    commit: () => put(settled),
    select: (next: model.Selection) => put(selected(settled, next)),
    clear: () => put(changed(settled, model.cleared(grid, range))),
    /** A blank row after the given one, and the selection in it. */
    add: (after: number = range.bottom, column: number = selection.from.column) => {
      const place = { row: after + 1, column };
      put(changed(settled, model.inserted(grid, after + 1, 1), model.at(place)));
    },
    remove: () => put(changed(settled, model.removed(grid, range), model.at(selection.from))),
    duplicate: () => {
      const height = range.bottom - range.top + 1;
      const moved = (place: model.Place) => ({ ...place, row: place.row + height });
      const next = { from: moved(selection.from), to: moved(selection.to) };
      put(changed(settled, model.duplicated(grid, range), next));
    },
    copy: () => clipboard.copied(grid, range),
    /** Answers what had no room. */
    paste: (text: string): clipboard.Pasted["leftOut"] => {
      const next = clipboard.pasted(grid, range, text);
      put(changed(settled, next.grid, next.selection));
      return next.leftOut;
    },
    undo: () => put(undone(settled)),
    redo: () => put(redone(settled)),
    setColumns: (columns: readonly PackColumn[]) => put(changed(settled, model.withColumns(grid, columns))),
    /** What is there now is saved: leaving loses nothing. */
    saved: () => put({ ...settled, saved: grid }),
  };
}

export type GridEditor = ReturnType<typeof useGridEditor>;
