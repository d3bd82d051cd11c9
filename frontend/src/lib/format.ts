/** Figures short enough for a table or an edge of the canvas. */

/** "12.3 k": three digits at most, then a unit. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e9) return `${trimDigits(value / 1e9)} G`;
  if (size >= 1e6) return `${trimDigits(value / 1e6)} M`;
  if (size >= 1e4) return `${trimDigits(value / 1e3)} k`;
  return trimDigits(value);
}

function trimDigits(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** Records per second: "12.3 k/s". */
export function formatRate(perSecond: number): string {
  return `${formatNumber(perSecond)}/s`;
}

/** A size in bytes: "1.54 MB". */
export function formatBytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let amount = size;
  let at = 0;
  while (amount >= 1000 && at < units.length - 1) {
    amount /= 1000;
    at += 1;
  }
  return `${trimDigits(amount)} ${units[at]}`;
}
