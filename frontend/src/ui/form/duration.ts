/** Durations: stored in milliseconds, read and typed in the unit that suits. */

export const UNITS = [
  { name: "ms", long: "milliseconds", size: 1 },
  { name: "s", long: "seconds", size: 1_000 },
  { name: "min", long: "minutes", size: 60_000 },
  { name: "h", long: "hours", size: 3_600_000 },
  { name: "d", long: "days", size: 86_400_000 },
] as const;

export type Unit = (typeof UNITS)[number];

/** The largest unit in which the duration is a whole number. Zero is in seconds. */
export function largestUnit(ms: number): Unit {
  const whole = UNITS.filter((unit) => ms !== 0 && ms % unit.size === 0);
  return whole.at(-1) ?? UNITS[ms === 0 ? 1 : 0];
}

/** "5000" reads "5 s". */
export function formatSetDuration(ms: number): string {
  const unit = largestUnit(ms);
  return `${ms / unit.size} ${unit.name}`;
}
