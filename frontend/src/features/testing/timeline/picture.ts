/** From a timeline to shapes in pixels: points, the watermark's steps, and what lies under the pointer. */
import type { Arrival, Timeline } from "../types";
import { type Axis, axis, type Silence, silences, spans } from "./scale";

export interface Box {
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

export interface Picture {
  readonly x: Axis;
  readonly y: Axis;
  readonly points: readonly Point[];
  readonly silences: readonly Silence[];
  /** The watermark as a line of steps, and the area under it in which rows are late. */
  readonly steps: string;
  readonly under: string;
}

/** Room that the last time under the picture needs to its right. */
export const TEXT_PX = 44;

/** So that the first and the last point are drawn whole. */
const AIR = 8;

export function picture(timeline: Timeline, box: Box): Picture {
  const { arrival, event } = spans(timeline);
  const cuts = silences(timeline.rows);
  const [left, right] = [box.left, box.width - box.right];
  const [top, bottom] = [box.top, box.height - box.bottom];
  const x = axis(arrival, left + AIR, right - AIR, cuts, Math.max(3, Math.round((right - left) / 72)));
  const y = axis(
    event,
    bottom - AIR,
    top + AIR,
    eventCuts(timeline.rows, cuts),
    Math.max(2, Math.round((bottom - top) / 34)),
  );
  const timeless = timeline.rows.every(({ event_ms }) => event_ms === null);
  const points = timeline.rows.map((row) => ({
    row,
    x: x.at(row.arrival_ms),
    y: row.event_ms === null ? (timeless ? (top + bottom) / 2 : bottom) : y.at(row.event_ms),
  }));
  const steps = stepped(timeline.watermark, x, y, right, bottom);
  const under = steps && `${steps} V${bottom} H${firstX(steps)} Z`;
  return { x, y, points, silences: cuts, steps, under };
}

/** A silence in which event time jumps as well is shortened on both axes, so that the diagonal stays one. */
function eventCuts(rows: readonly Arrival[], cuts: readonly Silence[]): Silence[] {
  const found: Silence[] = [];
  for (const cut of cuts) {
    const before = most(rows.filter((row) => row.arrival_ms <= cut.from));
    const after = rows.flatMap((row) =>
      row.arrival_ms >= cut.to && row.event_ms !== null ? [row.event_ms] : [],
    );
    const next = after.length > 0 ? Math.min(...after) : null;
    const long = (cut.to - cut.from) / 3;
    if (before !== null && next !== null && next - before > long)
      found.push({ ...cut, from: before, to: next });
  }
  return found;
}

function most(rows: readonly Arrival[]): number | null {
  const events = rows.flatMap(({ event_ms }) => (event_ms === null ? [] : [event_ms]));
  return events.length > 0 ? events.reduce((one, two) => Math.max(one, two)) : null;
}

function stepped(watermark: Timeline["watermark"], x: Axis, y: Axis, right: number, bottom: number): string {
  const parts: string[] = [];
  for (const [arrival = 0, mark = 0] of watermark) {
    const [px, py] = [x.at(arrival).toFixed(1), Math.min(bottom, y.at(mark)).toFixed(1)];
    parts.push(parts.length === 0 ? `M${px} ${bottom} V${py}` : `H${px} V${py}`);
  }
  return parts.length === 0 ? "" : `${parts.join(" ")} H${right}`;
}

const firstX = (path: string): string => /^M([\d.-]+)/.exec(path)?.[1] ?? "0";

/** All points as one path: two thousand circles of their own would be slow to draw and to hover. */
export const dots = (points: readonly Point[]): string =>
  points.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("");

/** Late rows have corners: their shape tells them apart where colour doesn't. */
export const diamonds = (points: readonly Point[], size: number): string =>
  points
    .map(
      ({ x, y }) =>
        `M${x.toFixed(1)} ${(y - size).toFixed(1)}l${size} ${size}l-${size} ${size}l-${size} -${size}z`,
    )
    .join("");

/** The point nearest to a place, if one is within reach. */
export function nearest(points: readonly Point[], x: number, y: number, reach = 28): Point | null {
  let best: Point | null = null;
  let least = reach * reach;
  for (const point of points) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}
