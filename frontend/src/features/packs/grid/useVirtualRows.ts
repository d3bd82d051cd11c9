/** Virtual scrolling: which rows to render, and keeping the selection visible. */
import { type RefObject, useLayoutEffect, useState } from "react";
import {
  computeScrollDelta,
  computeVisibleRows,
  HEADER_HEIGHT,
  ROW_HEIGHT,
  ROW_NUMBER_WIDTH,
} from "./geometry";
import type { CellPosition } from "./model";

/** Before the first measurement: enough rows for any screen. */
const INITIAL_VIEWPORT = { top: 0, height: 1200 };

export function useVirtualRows(frame: RefObject<HTMLDivElement | null>, rows: number) {
  const [viewport, setViewport] = useState(INITIAL_VIEWPORT);
  const updateViewport = () => {
    const { scrollTop = 0, clientHeight = 0 } = frame.current ?? {};
    setViewport({ top: scrollTop, height: clientHeight || INITIAL_VIEWPORT.height });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the frame exists as long as the grid does
  useLayoutEffect(() => {
    updateViewport();
    const observer = new ResizeObserver(updateViewport);
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return { visible: computeVisibleRows(viewport, rows), updateViewport };
}

/** Scrolls just enough to show the cell beside the fixed header and row numbers. */
export function useScrollIntoView(
  frame: RefObject<HTMLDivElement | null>,
  { row, column }: CellPosition,
  edges: readonly number[],
) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls only when the position changes
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = box;
    const [left = 0, right = 0] = [edges[column], edges[column + 1]];
    const top = HEADER_HEIGHT + row * ROW_HEIGHT;
    box.scrollLeft += computeScrollDelta(
      left,
      right,
      scrollLeft + ROW_NUMBER_WIDTH,
      scrollLeft + clientWidth,
    );
    box.scrollTop += computeScrollDelta(
      top,
      top + ROW_HEIGHT,
      scrollTop + HEADER_HEIGHT,
      scrollTop + clientHeight,
    );
  }, [row, column]);
}
