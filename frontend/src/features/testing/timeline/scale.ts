/** Scales of the timeline picture: arrival from left to right, event time upwards, long silences shortened. */
import type { Arrival, Timeline } from "../types";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A silence: nothing arrives between both moments. */
export interface Silence extends Span {
  readonly afterRow: number;
}

/** Pixels for a silence that is drawn shorter than it lasts. */
export const BREAK_PX = 34;
const MOST_BREAKS = 6;

/** Silences so long that what happens around them could not be told apart: at least a third of all the time. */
export function silences(rows: readonly Arrival[]): Silence[] {
  const found: Silence[] = [];
  for (let at = 1; at < rows.length; at += 1) {
    const [before, after] = [rows[at - 1], rows[at]];
    if (!before || !after) continue;
    const step = after.arrival_ms - before.arrival_ms;
    if (step > 0) found.push({ from: before.arrival_ms, to: after.arrival_ms, afterRow: before.row_index });
  }
  const typical = median(found.map(({ from, to }) => to - from));
  const long = found.filter(({ from, to }) => to - from >= 12 * typical);
  return long
    .sort((one, two) => two.to - two.from - (one.to - one.from))
    .slice(0, MOST_BREAKS)
    .sort((one, two) => one.from - two.from);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export interface Axis {
  /** From a time to pixels. */
  readonly at: (ms: number) => number;
  /** Between two ticks, in milliseconds. */
  readonly step: number;
  readonly ticks: readonly { readonly ms: number; readonly px: number }[];
  readonly breaks: readonly (Silence & { readonly x: number })[];
}

/** A linear scale but for the silences, each of which takes the same few pixels. */
export function axis(span: Span, from: number, to: number, cuts: readonly Silence[] = [], wanted = 5): Axis {
  const inside = cuts.filter((cut) => cut.from >= span.from && cut.to <= span.to);
  const saved = inside.reduce((sum, cut) => sum + (cut.to - cut.from), 0);
  const backwards = to < from ? -1 : 1;
  const room = Math.max(1, Math.abs(to - from) - inside.length * BREAK_PX);
  const scale = room / Math.max(1, span.to - span.from - saved);
  const at = (ms: number) => {
    let px = (ms - span.from) * scale;
    for (const cut of inside) {
      const through = Math.min(Math.max(ms - cut.from, 0), cut.to - cut.from);
      px += through * (BREAK_PX / (cut.to - cut.from) - scale);
    }
    return from + backwards * px;
  };
  const shown = span.to - span.from - saved;
  const step = niceStep(shown / Math.max(1, wanted));
  const ticks: { ms: number; px: number }[] = [];
  for (let ms = Math.ceil(span.from / step) * step; ms <= span.to; ms += step) {
    const cut = inside.find((one) => ms > one.from && ms < one.to);
    // Nothing is read off within a silence: on with the first step behind it.
    if (cut) ms = Math.floor(cut.to / step) * step;
    else ticks.push({ ms, px: at(ms) });
    if (ticks.length > 40) break;
  }
  return { at, step, ticks, breaks: inside.map((cut) => ({ ...cut, x: at(cut.from) })) };
}

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1.5e4, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5,
  72e5, 108e5, 216e5, 432e5, 864e5, 1728e5, 6048e5,
];

/** The round step next to one: 1, 2, 5, 10, 15, 30 of a unit of time. */
export function niceStep(ms: number): number {
  return STEPS.find((step) => step >= ms) ?? Math.ceil(ms / 6048e5) * 6048e5;
}

/** A moment as exact as a step of the axis needs it. Times of a test are in UTC, as its rows are. */
export function timeText(ms: number, step = 0): string {
  const iso = new Date(ms).toISOString();
  if (step >= 864e5) return iso.slice(0, 10);
  if (step >= 6e4) return iso.slice(11, 16);
  if (step >= 1e3 || (step === 0 && ms % 1_000 === 0)) return iso.slice(11, 19);
  return iso.slice(11, 23);
}

/** The times that the picture covers. */
export function spans({ rows, watermark }: Timeline): { arrival: Span; event: Span } {
  const events = rows.flatMap(({ event_ms }) => (event_ms === null ? [] : [event_ms]));
  const arrivals = rows.map(({ arrival_ms }) => arrival_ms);
  const { from: first } = covering(events);
  // Where the watermark begins says little; that it lags behind the rows does.
  const marks = watermark.map(([, ms]) => ms ?? 0).filter((ms) => ms >= first);
  return { arrival: covering(arrivals), event: covering([...events, ...marks]) };
}

function covering(values: readonly number[]): Span {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  return from > to ? { from: 0, to: 1 } : { from, to: Math.max(to, from + 1) };
}
