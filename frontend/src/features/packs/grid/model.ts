/** A small pack as a grid of text cells: cells, selection, and their operations. Pure. */
import { parseLosslessJson } from "@/lib/losslessJson";
import type { PackColumn } from "../types";

/** The most rows that the grid takes; larger packs are uploaded. */
export const MAX_ROWS = 2000;
/** A row of a changelog source has its row kind in this extra column. */
export const KIND_COLUMN: PackColumn = { name: "_kind", type: "STRING" };

/** Text of a cell. Null is SQL's NULL, which differs from the empty string. */
export type Cell = string | null;

export interface GridRow {
  /** Stays the same when the row moves: errors and React keys refer to it. */
  readonly id: number;
  readonly cells: readonly Cell[];
}

export interface Grid {
  readonly columns: readonly PackColumn[];
  readonly rows: readonly GridRow[];
  readonly nextId: number;
}

export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

/** From the active cell, where the selection started, to the opposite corner. */
export interface Selection {
  readonly from: CellPosition;
  readonly to: CellPosition;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const ORIGIN: CellPosition = { row: 0, column: 0 };
export const selectCell = (place: CellPosition): Selection => ({ from: place, to: place });

export const isText = (type: string): boolean => /^\s*(STRING|VARCHAR|CHAR)\b/i.test(type);
export const isNumber = (type: string): boolean =>
  /^\s*(TINYINT|SMALLINT|INT|INTEGER|BIGINT|DECIMAL|NUMERIC|FLOAT|DOUBLE)\b/i.test(type);
const isNested = (type: string): boolean => /^\s*(ARRAY|MAP|ROW|MULTISET)\b/i.test(type);
export const isNullable = (type: string): boolean => !/NOT\s+NULL\s*$/i.test(type);

/** Typed text as a cell: an empty field is NULL, or the empty string in a text column. */
export const parseCell = (text: string, column: PackColumn): Cell =>
  isText(column.type) || text.trim() !== "" ? text : null;

function formatCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Stored rows as a grid, with a column for the row kind if any row has one. */
export function createGrid(columns: readonly PackColumn[], rows: readonly Record<string, unknown>[]): Grid {
  const hasKinds =
    rows.some((row) => KIND_COLUMN.name in row) && !columns.some((one) => one.name === KIND_COLUMN.name);
  const all = hasKinds ? [...columns, KIND_COLUMN] : columns;
  const gridRows = rows.map((row, id) => ({ id, cells: all.map((column) => formatCell(row[column.name])) }));
  const grid = { columns: all, rows: gridRows, nextId: gridRows.length };
  return gridRows.length > 0 ? grid : insertRows(grid, 0, 1);
}

/** The same rows with other columns; cells are matched by column name. */
export function replaceColumns(grid: Grid, columns: readonly PackColumn[]): Grid {
  const indexes = columns.map((column) => grid.columns.findIndex((old) => old.name === column.name));
  const rows = grid.rows.map((row) => ({ ...row, cells: indexes.map((index) => row.cells[index] ?? null) }));
  return { ...grid, columns, rows };
}

const isBlank = (row: GridRow): boolean => row.cells.every((cell) => cell === null || cell === "");

/** The number of rows without the blank ones at the end. */
export const countFilledRows = (grid: Grid): number => grid.rows.findLastIndex((row) => !isBlank(row)) + 1;

/** Rows for the server: strings, which it checks against the types, and nested values as JSON. */
export function toRows(grid: Grid): Record<string, unknown>[] {
  const toObject = (row: GridRow) =>
    Object.fromEntries(
      grid.columns.flatMap((column, index) => {
        const cell = row.cells[index] ?? null;
        return column.name === KIND_COLUMN.name && cell === null ? [] : [[column.name, toJson(cell, column)]];
      }),
    );
  return grid.rows.slice(0, countFilledRows(grid)).map(toObject);
}

function toJson(cell: Cell, column: PackColumn): unknown {
  if (cell === null || !isNested(column.type)) return cell;
  try {
    return parseLosslessJson(cell);
  } catch {
    return cell; // The server reports the error at its row and column.
  }
}

export const toRange = ({ from, to }: Selection): Range => ({
  top: Math.min(from.row, to.row),
  bottom: Math.max(from.row, to.row),
  left: Math.min(from.column, to.column),
  right: Math.max(from.column, to.column),
});

export const toSelection = ({ top, bottom, left, right }: Range): Selection => ({
  from: { row: top, column: left },
  to: { row: bottom, column: right },
});

/** The nearest position that exists. */
export const clampPosition = (grid: Grid, { row, column }: CellPosition): CellPosition => ({
  row: Math.max(0, Math.min(grid.rows.length - 1, row)),
  column: Math.max(0, Math.min(grid.columns.length - 1, column)),
});

/** The next or previous cell in reading order; null before the first and after the last. */
export function stepCell(grid: Grid, { row, column }: CellPosition, step: 1 | -1): CellPosition | null {
  const width = grid.columns.length;
  const next = row * width + column + step;
  if (next < 0 || next >= grid.rows.length * width) return null;
  return { row: Math.floor(next / width), column: next % width };
}

/** Changes the cells of a range; unchanged rows and grids keep their identity. */
export function mapCells(
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

export const setCell = (grid: Grid, place: CellPosition, text: string): Grid =>
  mapCells(grid, toRange(selectCell(place)), (_, __, column) =>
    parseCell(text, grid.columns[column] ?? KIND_COLUMN),
  );

export const clearCells = (grid: Grid, range: Range): Grid => mapCells(grid, range, () => null);

/** Inserts blank rows before the given one, up to the limit of the grid. */
export function insertRows(grid: Grid, before: number, count: number): Grid {
  const room = Math.min(count, MAX_ROWS - grid.rows.length);
  if (room <= 0) return grid;
  const cells: Cell[] = grid.columns.map(() => null);
  const blank = Array.from({ length: room }, (_, index) => ({ id: grid.nextId + index, cells }));
  return { ...grid, rows: grid.rows.toSpliced(before, 0, ...blank), nextId: grid.nextId + room };
}

/** Removes the rows of the range; one blank row remains if those were all. */
export function removeRows(grid: Grid, { top, bottom }: Range): Grid {
  const rows = grid.rows.filter((_, row) => row < top || row > bottom);
  return rows.length > 0 ? { ...grid, rows } : insertRows({ ...grid, rows }, 0, 1);
}

/** Copies the rows of the range below it. */
export function duplicateRows(grid: Grid, { top, bottom }: Range): Grid {
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
