/** State of the grid editor: the selection, and the undo history. Pure. */
import { clampPosition, countFilledRows, type Grid, ORIGIN, type Selection, selectCell } from "./model";

interface Snapshot {
  readonly grid: Grid;
  readonly selection: Selection;
}

export interface EditorState extends Snapshot {
  readonly past: readonly Snapshot[];
  readonly future: readonly Snapshot[];
  /** The grid as it was last saved or opened. */
  readonly saved: Grid;
}

const MAX_UNDO_STEPS = 200;

export const createEditorState = (grid: Grid): EditorState => ({
  grid,
  selection: selectCell(ORIGIN),
  past: [],
  future: [],
  saved: grid,
});

const clampSelection = (grid: Grid, { from, to }: Selection): Selection => ({
  from: clampPosition(grid, from),
  to: clampPosition(grid, to),
});

export const setSelection = (editing: EditorState, selection: Selection): EditorState => ({
  ...editing,
  selection: clampSelection(editing.grid, selection),
});

/** Adds an undoable change. An unchanged grid adds none; the selection may still move. */
export function applyChange(
  editing: EditorState,
  grid: Grid,
  selection: Selection = editing.selection,
): EditorState {
  if (grid === editing.grid) return setSelection(editing, selection);
  const { grid: previousGrid, selection: previousSelection } = editing;
  return {
    ...editing,
    grid,
    selection: clampSelection(grid, selection),
    past: [...editing.past, { grid: previousGrid, selection: previousSelection }].slice(-MAX_UNDO_STEPS),
    future: [],
  };
}

export function undo(editing: EditorState): EditorState {
  const last = editing.past.at(-1);
  if (!last) return editing;
  const { grid, selection } = editing;
  return {
    ...editing,
    ...last,
    past: editing.past.slice(0, -1),
    future: [{ grid, selection }, ...editing.future],
  };
}

export function redo(editing: EditorState): EditorState {
  const [next, ...future] = editing.future;
  if (!next) return editing;
  const { grid, selection } = editing;
  return { ...editing, ...next, past: [...editing.past, { grid, selection }], future };
}

/** Whether there are unsaved changes. Blank rows at the end and undone changes do not count. */
export function isDirty({ grid, saved }: EditorState): boolean {
  if (grid === saved) return false;
  const count = countFilledRows(grid);
  if (grid.columns !== saved.columns || count !== countFilledRows(saved)) return true;
  return grid.rows.slice(0, count).some((row, index) => row.cells !== saved.rows[index]?.cells);
}
