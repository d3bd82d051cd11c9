/** Copy and paste of cells in the format of spreadsheets. Pure. */
import type { PackColumn } from "../types";
import {
  type Cell,
  type Grid,
  insertRows,
  isNullable,
  isText,
  KIND_COLUMN,
  mapCells,
  parseCell,
  type Range,
  type Selection,
  toSelection,
} from "./model";
import { formatTsv, parseTsv } from "./tsv";

const NULL_TEXTS = new Set(["NULL", "null", "\\N"]);

/** Reads a pasted cell as the same cell of an uploaded file would be read. */
function parsePastedCell(text: string, column: PackColumn): Cell {
  if (NULL_TEXTS.has(text)) return null;
  if (text === "" && isText(column.type)) return isNullable(column.type) ? null : "";
  return parseCell(text, column);
}

/** The cells of the range as tab-separated text. NULL is written as such, to differ from the empty string. */
export const copyCells = (grid: Grid, { top, bottom, left, right }: Range): string =>
  formatTsv(
    grid.rows.slice(top, bottom + 1).map((row) => row.cells.slice(left, right + 1).map((c) => c ?? "NULL")),
  );

export interface PasteResult {
  grid: Grid;
  selection: Selection;
  /** Numbers of rows and columns that did not fit. */
  skipped: { rows: number; columns: number };
}

/** Pastes text of a spreadsheet at the top left of the range. A single cell fills the whole range. */
export function pasteCells(grid: Grid, range: Range, text: string): PasteResult {
  const block = parseTsv(text);
  if (block.length === 0) return { grid, selection: toSelection(range), skipped: { rows: 0, columns: 0 } };
  const height = block.length;
  const width = Math.max(0, ...block.map((cells) => cells.length));
  const isSingleCell = height === 1 && width === 1;
  const bottom = isSingleCell ? range.bottom : range.top + height - 1;
  const right = Math.min(isSingleCell ? range.right : range.left + width - 1, grid.columns.length - 1);
  const extended = insertRows(grid, grid.rows.length, bottom + 1 - grid.rows.length);
  const target = { ...range, bottom: Math.min(bottom, extended.rows.length - 1), right };
  const next = mapCells(extended, target, (cell, r, c) => {
    const given = isSingleCell ? block[0]?.[0] : block[r - range.top]?.[c - range.left];
    return given === undefined ? cell : parsePastedCell(given, grid.columns[c] ?? KIND_COLUMN);
  });
  return {
    grid: next,
    selection: toSelection(target),
    skipped: {
      rows: bottom - target.bottom,
      columns: isSingleCell ? 0 : Math.max(0, range.left + width - grid.columns.length),
    },
  };
}
