/** Where cells lie. Every row is equally high, so that two thousand of them cost no more than thirty. Pure. */
import type { Grid } from "./model";

export const ROW = 30;
export const HEAD = 46;
/** The column of row numbers at the left. */
export const GUTTER = 56;

const LETTER = 7.6;
const LOOKED_AT = 60;

/** Widths of the columns, by their names, types and first cells. */
export function widthsOf({ columns, rows }: Grid): number[] {
  const first = rows.slice(0, LOOKED_AT);
  return columns.map(({ name, type }, place) => {
    const longest = Math.max(
      ...first.map((row) => row.cells[place]?.length ?? 4),
      name.length + 1,
      type.length,
    );
    return Math.round(Math.min(320, Math.max(104, longest * LETTER + 26)));
  });
}

/** Left edges of the columns, and after the last one the right edge of them all. */
export function edgesOf(widths: readonly number[]): number[] {
  const edges = [GUTTER];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width);
  return edges;
}

interface View {
  top: number;
  height: number;
}

const SPARE = 8;

/** The rows to draw for what is seen, with some to spare on both sides: from, and up to but without. */
export function drawn({ top, height }: View, count: number): [from: number, to: number] {
  const from = Math.max(0, Math.floor(top / ROW) - SPARE);
  return [from, Math.min(count, Math.ceil((top + height) / ROW) + SPARE)];
}

/** How far to scroll so that the stretch from `start` to `end` is seen; 0 if it is. */
export function missing(start: number, end: number, from: number, to: number): number {
  if (start < from) return start - from;
  return end > to ? Math.min(end - to, start - from) : 0;
}
