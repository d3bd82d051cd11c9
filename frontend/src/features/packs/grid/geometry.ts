/** Positions of cells in pixels. All rows have the same height, so that only the visible ones are rendered. Pure. */
import type { Grid } from "./model";

export const ROW_HEIGHT = 30;
export const HEADER_HEIGHT = 46;
/** Width of the column of row numbers on the left. */
export const ROW_NUMBER_WIDTH = 56;

const CHARACTER_WIDTH = 7.6;
const SAMPLED_ROWS = 60;

/** Widths of the columns in pixels, from their names, types and first cells. */
export function computeColumnWidths({ columns, rows }: Grid): number[] {
  const first = rows.slice(0, SAMPLED_ROWS);
  return columns.map(({ name, type }, index) => {
    const longest = Math.max(
      ...first.map((row) => row.cells[index]?.length ?? 4),
      name.length + 1,
      type.length,
    );
    return Math.round(Math.min(320, Math.max(104, longest * CHARACTER_WIDTH + 26)));
  });
}

/** Left edges of the columns in pixels, followed by the right edge of the last one. */
export function computeColumnEdges(widths: readonly number[]): number[] {
  const edges = [ROW_NUMBER_WIDTH];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width);
  return edges;
}

interface Viewport {
  top: number;
  height: number;
}

const OVERSCAN = 8;

/** The rows to render: the visible ones and some on both sides. `to` is exclusive. */
export function computeVisibleRows({ top, height }: Viewport, count: number): [from: number, to: number] {
  const from = Math.max(0, Math.floor(top / ROW_HEIGHT) - OVERSCAN);
  return [from, Math.min(count, Math.ceil((top + height) / ROW_HEIGHT) + OVERSCAN)];
}

/** How far to scroll to show `start` to `end` in the visible range; 0 when it is visible already. */
export function computeScrollDelta(start: number, end: number, from: number, to: number): number {
  if (start < from) return start - from;
  return end > to ? Math.min(end - to, start - from) : 0;
}
