/** The timeline in words: for those who don't see it, and for the tooltip of a row. */
import { formatDuration } from "@/ui/time";
import type { Arrival, Timeline } from "../types";
import { timeText } from "./scale";

/** Silences down to the millisecond where they are short. */
export const lasting = (ms: number): string => (ms < 1_000 ? `${ms} ms` : formatDuration(ms));

export function summary(source: string, timeline: Timeline, silences: number): string {
  const { total, late, rows, without_time } = timeline;
  const shown = rows.length < total ? ` ${rows.length} of them are drawn.` : "";
  const gaps =
    silences === 0
      ? ""
      : silences === 1
        ? " There is 1 long silence."
        : ` There are ${silences} long silences.`;
  if (without_time === total)
    return `${total} rows of ${source} in the order of their arrival, without event time.${shown}${gaps}`;
  const lateness =
    late === 0
      ? "None is behind the watermark."
      : late === 1
        ? "1 is behind the watermark when it arrives."
        : `${late} are behind the watermark when they arrive.`;
  return `${total} rows of ${source} by arrival and event time. ${lateness}${shown}${gaps}`;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export function facts(row: Arrival): Fact[] {
  const found: Fact[] = [
    { name: "Event time", value: row.event_ms === null ? "none" : timeText(row.event_ms) },
    { name: "Arrives", value: timeText(row.arrival_ms) },
    { name: "Watermark", value: row.watermark_before === null ? "not yet" : timeText(row.watermark_before) },
  ];
  const behind =
    row.event_ms === null || row.watermark_before === null ? 0 : row.watermark_before - row.event_ms;
  if (row.late) found.push({ name: "Late by", value: lasting(behind) });
  return found;
}

export const spoken = (row: Arrival): string =>
  `Row ${row.row_index + 1}${row.late ? ", late" : ""}. ${facts(row)
    .map(({ name, value }) => `${name} ${value}`)
    .join(", ")}.`;
