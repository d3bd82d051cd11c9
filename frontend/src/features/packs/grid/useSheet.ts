/** What is seen of the grid: which rows to draw, and keeping the selection in sight. */
import { type RefObject, useLayoutEffect, useState } from "react";
import { drawn, GUTTER, HEAD, missing, ROW } from "./geometry";
import type { Place } from "./model";

/** Before anything is measured: enough rows for any screen. */
const UNSEEN = { top: 0, height: 1200 };

export function useSheet(frame: RefObject<HTMLDivElement | null>, rows: number) {
  const [view, setView] = useState(UNSEEN);
  const look = () => {
    const { scrollTop = 0, clientHeight = 0 } = frame.current ?? {};
    setView({ top: scrollTop, height: clientHeight || UNSEEN.height });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the frame is there for as long as the grid is
  useLayoutEffect(() => {
    look();
    const watch = new ResizeObserver(look);
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  return { drawn: drawn(view, rows), look };
}

/** Scrolls as little as shows the place, clear of the head and the row numbers, which stay where they are. */
export function useInSight(
  frame: RefObject<HTMLDivElement | null>,
  { row, column }: Place,
  edges: readonly number[],
) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another place is scrolled to
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = box;
    const [left = 0, right = 0] = [edges[column], edges[column + 1]];
    const top = HEAD + row * ROW;
    box.scrollLeft += missing(left, right, scrollLeft + GUTTER, scrollLeft + clientWidth);
    box.scrollTop += missing(top, top + ROW, scrollTop + HEAD, scrollTop + clientHeight);
  }, [row, column]);
}
