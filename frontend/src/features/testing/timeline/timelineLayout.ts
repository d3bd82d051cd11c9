/** Layout of the timeline chart in pixels: points, the watermark, and hit testing. Pure. */
import type { Arrival, SourceTimeline } from "../types";
import { type ArrivalGap, type Axis, createAxis, findArrivalGaps, measureTimeSpans } from "./scale";

export interface ChartBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Point {
  readonly row: Arrival;
  readonly x: number;
  readonly y: number;
}

export interface TimelineLayout {
  readonly x: Axis;
  readonly y: Axis;
  readonly points: readonly Point[];
  readonly gaps: readonly ArrivalGap[];
  /** SVG paths of the watermark as a step line, and of the area under it, where rows are late. */
  readonly watermarkPath: string;
  readonly lateAreaPath: string;
}

/** Width of a tick label on the x axis. */
export const TICK_LABEL_PX = 44;

/** Space around the points, so that the outermost ones are not clipped. */
const PADDING_PX = 8;

export function layoutTimeline(timeline: SourceTimeline, box: ChartBox): TimelineLayout {
  const { arrival, event } = measureTimeSpans(timeline);
  const gaps = findArrivalGaps(timeline.rows);
  const [left, right] = [box.left, box.width - box.right];
  const [top, bottom] = [box.top, box.height - box.bottom];
  const x = createAxis(
    arrival,
    left + PADDING_PX,
    right - PADDING_PX,
    gaps,
    Math.max(3, Math.round((right - left) / 72)),
  );
  const y = createAxis(
    event,
    bottom - PADDING_PX,
    top + PADDING_PX,
    findEventTimeGaps(timeline.rows, gaps),
    Math.max(2, Math.round((bottom - top) / 34)),
  );
  const timeless = timeline.rows.every(({ event_ms }) => event_ms === null);
  const points = timeline.rows.map((row) => ({
    row,
    x: x.toPixels(row.arrival_ms),
    y: row.event_ms === null ? (timeless ? (top + bottom) / 2 : bottom) : y.toPixels(row.event_ms),
  }));
  const watermarkPath = buildWatermarkPath(timeline.watermark, x, y, right, bottom);
  const lateAreaPath = watermarkPath && `${watermarkPath} V${bottom} H${getFirstX(watermarkPath)} Z`;
  return { x, y, points, gaps, watermarkPath, lateAreaPath };
}

/** A gap in which event time jumps as well is shortened on both axes, so that the diagonal stays straight. */
function findEventTimeGaps(rows: readonly Arrival[], gaps: readonly ArrivalGap[]): ArrivalGap[] {
  const found: ArrivalGap[] = [];
  for (const gap of gaps) {
    const before = findLatestEventTime(rows.filter((row) => row.arrival_ms <= gap.from));
    const after = rows.flatMap((row) =>
      row.arrival_ms >= gap.to && row.event_ms !== null ? [row.event_ms] : [],
    );
    const next = after.length > 0 ? Math.min(...after) : null;
    const long = (gap.to - gap.from) / 3;
    if (before !== null && next !== null && next - before > long)
      found.push({ ...gap, from: before, to: next });
  }
  return found;
}

function findLatestEventTime(rows: readonly Arrival[]): number | null {
  const events = rows.flatMap(({ event_ms }) => (event_ms === null ? [] : [event_ms]));
  return events.length > 0 ? events.reduce((one, two) => Math.max(one, two)) : null;
}

function buildWatermarkPath(
  watermark: SourceTimeline["watermark"],
  x: Axis,
  y: Axis,
  right: number,
  bottom: number,
): string {
  const parts: string[] = [];
  for (const [arrival = 0, mark = 0] of watermark) {
    const [px, py] = [x.toPixels(arrival).toFixed(1), Math.min(bottom, y.toPixels(mark)).toFixed(1)];
    parts.push(parts.length === 0 ? `M${px} ${bottom} V${py}` : `H${px} V${py}`);
  }
  return parts.length === 0 ? "" : `${parts.join(" ")} H${right}`;
}

const getFirstX = (path: string): string => /^M([\d.-]+)/.exec(path)?.[1] ?? "0";

/** All points as one SVG path: thousands of circles would be slow to render and to hover. */
export const buildDotsPath = (points: readonly Point[]): string =>
  points.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("");

/** Late rows as diamonds, so that they are distinguished by shape and not by colour alone. */
export const buildDiamondsPath = (points: readonly Point[], size: number): string =>
  points
    .map(
      ({ x, y }) =>
        `M${x.toFixed(1)} ${(y - size).toFixed(1)}l${size} ${size}l-${size} ${size}l-${size} -${size}z`,
    )
    .join("");

/** The point nearest to a position, or null if none is within reach. */
export function findNearestPoint(points: readonly Point[], x: number, y: number, reach = 28): Point | null {
  let best: Point | null = null;
  let least = reach * reach;
  for (const point of points) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}
