/** A small pack as a grid of texts: cells, selection, and every change of them as a function. Pure. */
import { parseExact } from "../exact";
import type { PackColumn } from "../types";

/** The most rows that are typed rather than uploaded. */
export const MAX_ROWS = 2000;
/** Beside the columns, a row of a source of changes may say which kind of change it is. */
export const KIND: PackColumn = { name: "_kind", type: "STRING" };

/** What was typed. Null is SQL's NULL, which is not the empty text. */
export type Cell = string | null;

export interface GridRow {
  /** Stays with the row wherever it moves: marks and drawing follow it. */
  readonly id: number;
  readonly cells: readonly Cell[];
}

export interface Grid {
  readonly columns: readonly PackColumn[];
  readonly rows: readonly GridRow[];
  readonly nextId: number;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** From where the selection began, which is the active cell, to where it reaches. */
export interface Selection {
  readonly from: Place;
  readonly to: Place;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const ORIGIN: Place = { row: 0, column: 0 };
export const at = (place: Place): Selection => ({ from: place, to: place });

export const isText = (type: string): boolean => /^\s*(STRING|VARCHAR|CHAR)\b/i.test(type);
export const isNumber = (type: string): boolean =>
  /^\s*(TINYINT|SMALLINT|INT|INTEGER|BIGINT|DECIMAL|NUMERIC|FLOAT|DOUBLE)\b/i.test(type);
const isNested = (type: string): boolean => /^\s*(ARRAY|MAP|ROW|MULTISET)\b/i.test(type);
export const mayBeNull = (type: string): boolean => !/NOT\s+NULL\s*$/i.test(type);

/** Typed text as a cell: nothing typed is NULL, but in a column of texts it is the empty text. */
export const typed = (text: string, column: PackColumn): Cell =>
  isText(column.type) || text.trim() !== "" ? text : null;

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Stored rows as a grid; with a column for kinds of change when some row has one. */
export function gridOf(columns: readonly PackColumn[], rows: readonly Record<string, unknown>[]): Grid {
  const kinds = rows.some((row) => KIND.name in row) && !columns.some((one) => one.name === KIND.name);
  const all = kinds ? [...columns, KIND] : columns;
  const made = rows.map((row, id) => ({ id, cells: all.map((column) => cellOf(row[column.name])) }));
  const grid = { columns: all, rows: made, nextId: made.length };
  return made.length > 0 ? grid : inserted(grid, 0, 1);
}

/** The same rows under other columns; cells stay with the name of their column. */
export function withColumns(grid: Grid, columns: readonly PackColumn[]): Grid {
  const places = columns.map((column) => grid.columns.findIndex((old) => old.name === column.name));
  const rows = grid.rows.map((row) => ({ ...row, cells: places.map((place) => row.cells[place] ?? null) }));
  return { ...grid, columns, rows };
}

const isBlank = (row: GridRow): boolean => row.cells.every((cell) => cell === null || cell === "");

/** How many rows count: blank ones at the end were only there to type into. */
export const filledCount = (grid: Grid): number => grid.rows.findLastIndex((row) => !isBlank(row)) + 1;

/** The rows as the server reads them: texts, which it checks against the types; nested values as JSON. */
export function rowsOf(grid: Grid): Record<string, unknown>[] {
  const objectOf = (row: GridRow) =>
    Object.fromEntries(
      grid.columns.flatMap((column, place) => {
        const cell = row.cells[place] ?? null;
        return column.name === KIND.name && cell === null ? [] : [[column.name, jsonOf(cell, column)]];
      }),
    );
  return grid.rows.slice(0, filledCount(grid)).map(objectOf);
}

function jsonOf(cell: Cell, column: PackColumn): unknown {
  if (cell === null || !isNested(column.type)) return cell;
  try {
    return parseExact(cell);
  } catch {
    return cell; // The server says what is wrong with it, at its row and column.
  }
}

export const rangeOf = ({ from, to }: Selection): Range => ({
  top: Math.min(from.row, to.row),
  bottom: Math.max(from.row, to.row),
  left: Math.min(from.column, to.column),
  right: Math.max(from.column, to.column),
});

export const selectionOf = ({ top, bottom, left, right }: Range): Selection => ({
  from: { row: top, column: left },
  to: { row: bottom, column: right },
});

/** The place nearest to the wanted one that exists. */
export const within = (grid: Grid, { row, column }: Place): Place => ({
  row: Math.max(0, Math.min(grid.rows.length - 1, row)),
  column: Math.max(0, Math.min(grid.columns.length - 1, column)),
});

/** The next cell in reading order, or null past the first or the last. */
export function stepped(grid: Grid, { row, column }: Place, step: 1 | -1): Place | null {
  const width = grid.columns.length;
  const next = row * width + column + step;
  if (next < 0 || next >= grid.rows.length * width) return null;
  return { row: Math.floor(next / width), column: next % width };
}

/** Changes the cells of a range; rows and the grid stay the same objects where nothing changes. */
export function mapped(
  grid: Grid,
  range: Range,
  change: (cell: Cell, row: number, column: number) => Cell,
): Grid {
  let any = false;
  const rows = grid.rows.map((row, r) => {
    if (r < range.top || r > range.bottom) return row;
    const cells = row.cells.map((cell, c) => (c < range.left || c > range.right ? cell : change(cell, r, c)));
    if (cells.every((cell, c) => cell === row.cells[c])) return row;
    any = true;
    return { ...row, cells };
  });
  return any ? { ...grid, rows } : grid;
}

export const written = (grid: Grid, place: Place, text: string): Grid =>
  mapped(grid, rangeOf(at(place)), (_, __, column) => typed(text, grid.columns[column] ?? KIND));

export const cleared = (grid: Grid, range: Range): Grid => mapped(grid, range, () => null);

/** Blank rows before the given one. */
export function inserted(grid: Grid, before: number, count: number): Grid {
  const room = Math.min(count, MAX_ROWS - grid.rows.length);
  if (room <= 0) return grid;
  const cells: Cell[] = grid.columns.map(() => null);
  const made = Array.from({ length: room }, (_, index) => ({ id: grid.nextId + index, cells }));
  return { ...grid, rows: grid.rows.toSpliced(before, 0, ...made), nextId: grid.nextId + room };
}

/** Without the rows of the range; one blank row is left when it was all of them. */
export function removed(grid: Grid, { top, bottom }: Range): Grid {
  const rows = grid.rows.filter((_, row) => row < top || row > bottom);
  return rows.length > 0 ? { ...grid, rows } : inserted({ ...grid, rows }, 0, 1);
}

/** The rows of the range once more, below them. */
export function duplicated(grid: Grid, { top, bottom }: Range): Grid {
  const copies = grid.rows
    .slice(top, bottom + 1)
    .slice(0, MAX_ROWS - grid.rows.length)
    .map((row, index) => ({ ...row, id: grid.nextId + index }));
  if (copies.length === 0) return grid;
  return {
    ...grid,
    rows: grid.rows.toSpliced(bottom + 1, 0, ...copies),
    nextId: grid.nextId + copies.length,
  };
}
