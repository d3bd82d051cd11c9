/** Figures of a running job, as words for the canvas. */

/** Records per second as a person reads them: 0.4/s, 12/s, 3.4k/s, 1.2M/s. */
export function rate(perSecond: number): string {
  if (perSecond < 10) return `${trimmed(perSecond)}/s`;
  if (perSecond < 1_000) return `${Math.round(perSecond)}/s`;
  if (perSecond < 1_000_000) return `${trimmed(perSecond / 1_000)}k/s`;
  return `${trimmed(perSecond / 1_000_000)}M/s`;
}

/** How much a step is held back by what comes after it. */
export function pressure(share: number): "none" | "some" | "high" {
  if (share < 0.1) return "none";
  return share < 0.5 ? "some" : "high";
}

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/, "");
