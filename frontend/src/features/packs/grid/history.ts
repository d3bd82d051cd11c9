/** The grid while it is edited: what is selected, and a history in which everything can be undone. Pure. */
import { at, filledCount, type Grid, ORIGIN, type Selection, within } from "./model";

interface Moment {
  readonly grid: Grid;
  readonly selection: Selection;
}

export interface Editing extends Moment {
  readonly past: readonly Moment[];
  readonly future: readonly Moment[];
  /** The grid as it was last saved or opened. */
  readonly saved: Grid;
}

const HISTORY = 200;

export const opened = (grid: Grid): Editing => ({
  grid,
  selection: at(ORIGIN),
  past: [],
  future: [],
  saved: grid,
});

const kept = (grid: Grid, { from, to }: Selection): Selection => ({
  from: within(grid, from),
  to: within(grid, to),
});

export const selected = (editing: Editing, selection: Selection): Editing => ({
  ...editing,
  selection: kept(editing.grid, selection),
});

/** A change that can be undone. The same grid is no change; the selection may still move. */
export function changed(editing: Editing, grid: Grid, selection: Selection = editing.selection): Editing {
  if (grid === editing.grid) return selected(editing, selection);
  const { grid: before, selection: there } = editing;
  return {
    ...editing,
    grid,
    selection: kept(grid, selection),
    past: [...editing.past, { grid: before, selection: there }].slice(-HISTORY),
    future: [],
  };
}

export function undone(editing: Editing): Editing {
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

export function redone(editing: Editing): Editing {
  const [next, ...future] = editing.future;
  if (!next) return editing;
  const { grid, selection } = editing;
  return { ...editing, ...next, past: [...editing.past, { grid, selection }], future };
}

/** Whether something would be lost. Blank rows to type into are nothing, and neither is what was undone. */
export function isDirty({ grid, saved }: Editing): boolean {
  if (grid === saved) return false;
  const count = filledCount(grid);
  if (grid.columns !== saved.columns || count !== filledCount(saved)) return true;
  return grid.rows.slice(0, count).some((row, index) => row.cells !== saved.rows[index]?.cells);
}
