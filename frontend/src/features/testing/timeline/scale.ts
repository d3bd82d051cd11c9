/** Scales of the timeline chart: arrival from left to right, event time upwards, long gaps shortened. Pure. */
import type { Arrival, SourceTimeline } from "../types";

export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** A period in which nothing arrives. */
export interface ArrivalGap extends TimeSpan {
  readonly afterRow: number;
}

/** Width of a shortened gap. */
export const GAP_PX = 34;
const MAX_GAPS = 6;

/** Finds the gaps that are much longer than usual, which would squeeze all other points together. */
export function findArrivalGaps(rows: readonly Arrival[]): ArrivalGap[] {
  const found: ArrivalGap[] = [];
  for (let at = 1; at < rows.length; at += 1) {
    const [before, after] = [rows[at - 1], rows[at]];
    if (!before || !after) continue;
    const step = after.arrival_ms - before.arrival_ms;
    if (step > 0) found.push({ from: before.arrival_ms, to: after.arrival_ms, afterRow: before.row_index });
  }
  const typical = computeMedian(found.map(({ from, to }) => to - from));
  const long = found.filter(({ from, to }) => to - from >= 12 * typical);
  return long
    .sort((one, two) => two.to - two.from - (one.to - one.from))
    .slice(0, MAX_GAPS)
    .sort((one, two) => one.from - two.from);
}

function computeMedian(values: readonly number[]): number {
  const sorted = [...values].sort((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export interface Axis {
  /** From a time to pixels. */
  readonly toPixels: (ms: number) => number;
  /** Distance between two ticks in milliseconds. */
  readonly step: number;
  readonly ticks: readonly { readonly ms: number; readonly px: number }[];
  readonly gaps: readonly (ArrivalGap & { readonly x: number })[];
}

/** A linear scale, except that each gap has the same small width. */
export function createAxis(
  span: TimeSpan,
  from: number,
  to: number,
  allGaps: readonly ArrivalGap[] = [],
  wanted = 5,
): Axis {
  const inside = allGaps.filter((gap) => gap.from >= span.from && gap.to <= span.to);
  const skippedMs = inside.reduce((sum, gap) => sum + (gap.to - gap.from), 0);
  const backwards = to < from ? -1 : 1;
  const room = Math.max(1, Math.abs(to - from) - inside.length * GAP_PX);
  const scale = room / Math.max(1, span.to - span.from - skippedMs);
  const toPixels = (ms: number) => {
    let px = (ms - span.from) * scale;
    for (const gap of inside) {
      const elapsed = Math.min(Math.max(ms - gap.from, 0), gap.to - gap.from);
      px += elapsed * (GAP_PX / (gap.to - gap.from) - scale);
    }
    return from + backwards * px;
  };
  const shown = span.to - span.from - skippedMs;
  const step = roundUpStep(shown / Math.max(1, wanted));
  const ticks: { ms: number; px: number }[] = [];
  for (let ms = Math.ceil(span.from / step) * step; ms <= span.to; ms += step) {
    const gap = inside.find((one) => ms > one.from && ms < one.to);
    // There are no ticks within a gap: continue after it.
    if (gap) ms = Math.floor(gap.to / step) * step;
    else ticks.push({ ms, px: toPixels(ms) });
    if (ticks.length > 40) break;
  }
  return { toPixels, step, ticks, gaps: inside.map((gap) => ({ ...gap, x: toPixels(gap.from) })) };
}

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1.5e4, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5,
  72e5, 108e5, 216e5, 432e5, 864e5, 1728e5, 6048e5,
];

/** The next larger round step: 1, 2, 5, 10, 15 or 30 of a unit of time. */
export function roundUpStep(ms: number): number {
  return STEPS.find((step) => step >= ms) ?? Math.ceil(ms / 6048e5) * 6048e5;
}

/** Formats a time in UTC with the precision of the axis step; with step 0, down to the milliseconds if there are any. */
export function formatTime(ms: number, step = 0): string {
  const iso = new Date(ms).toISOString();
  if (step >= 864e5) return iso.slice(0, 10);
  if (step >= 6e4) return iso.slice(11, 16);
  if (step >= 1e3 || (step === 0 && ms % 1_000 === 0)) return iso.slice(11, 19);
  return iso.slice(11, 23);
}

/** The ranges of arrival and event time in the chart. */
export function measureTimeSpans({ rows, watermark }: SourceTimeline): {
  arrival: TimeSpan;
  event: TimeSpan;
} {
  const events = rows.flatMap(({ event_ms }) => (event_ms === null ? [] : [event_ms]));
  const arrivals = rows.map(({ arrival_ms }) => arrival_ms);
  const { from: first } = spanOfValues(events);
  // The start of the watermark is irrelevant; how far it lags behind the rows is shown.
  const marks = watermark.map(([, ms]) => ms ?? 0).filter((ms) => ms >= first);
  return { arrival: spanOfValues(arrivals), event: spanOfValues([...events, ...marks]) };
}

function spanOfValues(values: readonly number[]): TimeSpan {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  return from > to ? { from: 0, to: 1 } : { from, to: Math.max(to, from + 1) };
}
