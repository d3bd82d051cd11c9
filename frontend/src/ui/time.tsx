/** Times as people read them. */
import { useInterval } from "@mantine/hooks";
import { useState } from "react";

const STEPS: readonly [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60_000, 1_000, "second"],
  [3_600_000, 60_000, "minute"],
  [86_400_000, 3_600_000, "hour"],
  [2_592_000_000, 86_400_000, "day"],
  [31_536_000_000, 2_592_000_000, "month"],
];

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 minutes ago". Under ten seconds it is "just now": a second's difference between clocks is no news. */
export function formatRelativeTime(then: Date, now: Date = new Date()): string {
  const ago = now.getTime() - then.getTime();
  if (Math.abs(ago) < 10_000) return "just now";
  const [, size, unit] = STEPS.find(([limit]) => Math.abs(ago) < limit) ?? [
    0,
    31_536_000_000,
    "year" as const,
  ];
  return words.format(-Math.round(ago / size), unit);
}

/** "2 h 5 min", for how long something has lasted. At most two units. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor((seconds % 86_400) / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

/** A date and time, exact, in the reader's own zone. */
export function formatDateTime(when: Date): string {
  return when.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}

/** "3 minutes ago", kept fresh; the exact time on hover. */
export function RelativeTime({ at }: { at: string | Date | null | undefined }) {
  const [, tick] = useState(0);
  useInterval(() => tick((count) => count + 1), 10_000, { autoInvoke: true });
  if (!at) return <span>never</span>;
  const when = new Date(at);
  return (
    <time dateTime={when.toISOString()} title={formatDateTime(when)} style={{ whiteSpace: "nowrap" }}>
      {formatRelativeTime(when)}
    </time>
  );
}
