/** Text of the timeline chart: for screen readers and tooltips. */
import { formatDuration } from "@/ui/time";
import type { Arrival, SourceTimeline } from "../types";
import { formatTime } from "./scale";

/** Formats a time span; spans below one second in milliseconds. */
export const formatSpan = (ms: number): string => (ms < 1_000 ? `${ms} ms` : formatDuration(ms));

export function summarizeTimeline(source: string, timeline: SourceTimeline, gapCount: number): string {
  const { total, late, rows, without_time } = timeline;
  const shown = rows.length < total ? ` ${rows.length} of them are shown.` : "";
  const gaps =
    gapCount === 0 ? "" : gapCount === 1 ? " There is 1 long gap." : ` There are ${gapCount} long gaps.`;
  if (without_time === total)
    return `${total} rows of ${source} in order of arrival, without event time.${shown}${gaps}`;
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

export function listRowFacts(row: Arrival): Fact[] {
  const found: Fact[] = [
    { name: "Event time", value: row.event_ms === null ? "none" : formatTime(row.event_ms) },
    { name: "Arrives", value: formatTime(row.arrival_ms) },
    {
      name: "Watermark",
      value: row.watermark_before === null ? "not yet" : formatTime(row.watermark_before),
    },
  ];
  const behind =
    row.event_ms === null || row.watermark_before === null ? 0 : row.watermark_before - row.event_ms;
  if (row.late) found.push({ name: "Late by", value: formatSpan(behind) });
  return found;
}

export const describeRow = (row: Arrival): string =>
  `Row ${row.row_index + 1}${row.late ? ", late" : ""}. ${listRowFacts(row)
    .map(({ name, value }) => `${name} ${value}`)
    .join(", ")}.`;
