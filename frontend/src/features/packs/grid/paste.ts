/** Cells to and from the clipboard, as spreadsheets have them. Pure. */
import type { PackColumn } from "../types";
import {
  type Cell,
  type Grid,
  inserted,
  isText,
  KIND,
  mapped,
  mayBeNull,
  type Range,
  type Selection,
  selectionOf,
  typed,
} from "./model";
import { parsed, spelled } from "./tsv";

const NULLS = new Set(["NULL", "null", "\\N"]);

/** A pasted cell, read as the same cell of an uploaded file would be. */
function pastedCell(text: string, column: PackColumn): Cell {
  if (NULLS.has(text)) return null;
  if (text === "" && isText(column.type)) return mayBeNull(column.type) ? null : "";
  return typed(text, column);
}

/** The cells of the range as spreadsheets take them; NULL is written so, apart from the empty text. */
export const copied = (grid: Grid, { top, bottom, left, right }: Range): string =>
  spelled(
    grid.rows.slice(top, bottom + 1).map((row) => row.cells.slice(left, right + 1).map((c) => c ?? "NULL")),
  );

export interface Pasted {
  grid: Grid;
  selection: Selection;
  /** Rows and columns for which there was no room. */
  leftOut: { rows: number; columns: number };
}

/** Text from a spreadsheet, put in from the upper left of the range. One cell fills the whole range. */
export function pasted(grid: Grid, range: Range, text: string): Pasted {
  const block = parsed(text);
  if (block.length === 0) return { grid, selection: selectionOf(range), leftOut: { rows: 0, columns: 0 } };
  const height = block.length;
  const width = Math.max(0, ...block.map((cells) => cells.length));
  const one = height === 1 && width === 1;
  const bottom = one ? range.bottom : range.top + height - 1;
  const right = Math.min(one ? range.right : range.left + width - 1, grid.columns.length - 1);
  const grown = inserted(grid, grid.rows.length, bottom + 1 - grid.rows.length);
  const target = { ...range, bottom: Math.min(bottom, grown.rows.length - 1), right };
  const next = mapped(grown, target, (cell, r, c) => {
    const given = one ? block[0]?.[0] : block[r - range.top]?.[c - range.left];
    return given === undefined ? cell : pastedCell(given, grid.columns[c] ?? KIND);
  });
  return {
    grid: next,
    selection: selectionOf(target),
    leftOut: {
      rows: bottom - target.bottom,
      columns: one ? 0 : Math.max(0, range.left + width - grid.columns.length),
    },
  };
}
