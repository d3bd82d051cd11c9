/** The logo, and line drawings for empty pages, in the colours of the theme: water, gates, pipes. */
import type { ReactNode } from "react";

const line = "var(--mantine-color-gray-5)";
const water = "var(--mantine-color-tide-5)";
const soft = "color-mix(in srgb, var(--mantine-color-tide-5) 16%, transparent)";
const stroke = { stroke: line, strokeWidth: 2, strokeLinecap: "round", strokeLinejoin: "round" } as const;
const wave = { stroke: water, strokeWidth: 2.5, strokeLinecap: "round", strokeLinejoin: "round" } as const;

const ground = <path d="M10 100h156" {...stroke} strokeDasharray="2 7" />;

/** Three boxes joined by flowing edges. */
const pipeline = (
  <g>
    {ground}
    <rect x="12" y="38" width="38" height="28" rx="6" fill={soft} {...stroke} />
    <rect x="69" y="18" width="38" height="28" rx="6" fill={soft} {...stroke} />
    <rect x="126" y="46" width="38" height="28" rx="6" fill={soft} {...stroke} />
    <path d="M50 52c12 0 8-20 19-20M107 32c12 0 8 28 19 28" {...wave} />
    <path d="M20 52h14M77 32h22M134 60h14" {...stroke} />
  </g>
);

/** A tank with water in it, fed by a pipe. */
const source = (
  <g>
    {ground}
    <path d="M58 34v48c0 6 14 10 30 10s30-4 30-10V34" {...stroke} />
    <ellipse cx="88" cy="34" rx="30" ry="9" {...stroke} />
    <path d="M59 58c8 5 14-3 22 1s13 5 20 0 11-3 16-1v23c0 5-13 10-29 10s-29-5-29-10z" fill={soft} />
    <path d="M59 58c8 5 14-3 22 1s13 5 20 0 11-3 16-1" {...wave} />
    <path d="M20 16h48c10 0 16 5 16 14" {...wave} strokeDasharray="6 6" />
  </g>
);

/** A sheet with columns. */
const table = (
  <g>
    {ground}
    <rect x="42" y="18" width="92" height="70" rx="7" fill={soft} {...stroke} />
    <path d="M42 38h92M72 38v50M104 38v50" {...stroke} />
    <path d="M52 28h20M82 28h12M52 52h10M82 52h14M112 52h12M52 66h10M82 66h10M112 66h14" {...wave} />
  </g>
);

/** A turbine at rest. */
const turbine = (
  <g>
    {ground}
    <circle cx="88" cy="54" r="34" fill={soft} {...stroke} />
    <circle cx="88" cy="54" r="6" {...wave} />
    <path d="M88 48c-2-12 4-20 12-22M94 56c12-1 20 6 21 14M83 58c-6 10-15 14-24 10" {...wave} />
    <path d="M16 54h28M132 54h28" {...stroke} strokeDasharray="6 6" />
  </g>
);

const key = (
  <g>
    {ground}
    <circle cx="62" cy="54" r="20" fill={soft} {...stroke} />
    <circle cx="57" cy="54" r="4" {...wave} />
    <path d="M82 54h56M122 54v14M136 54v10" {...stroke} />
  </g>
);

const lens = (
  <g>
    {ground}
    <circle cx="80" cy="48" r="27" fill={soft} {...stroke} />
    <path d="M99 68l22 22" {...stroke} strokeWidth={5} />
    <path d="M66 50c6 5 9-4 14 0s8 4 14-1" {...wave} />
  </g>
);

/** A pipe that has come apart. */
const broken = (
  <g>
    {ground}
    <path d="M14 44h50M14 68h44M112 44h50M118 68h44" {...stroke} />
    <path d="M64 38v12l-6 6 4 6-4 12M112 38l4 10-6 8 6 6v12" {...stroke} />
    <path d="M78 62c0 5 4 8 8 8s8-3 8-8-8-16-8-16-8 11-8 16z" fill={soft} {...wave} />
  </g>
);

export const ILLUSTRATIONS = { pipeline, source, table, turbine, key, lens, broken } satisfies Record<
  string,
  ReactNode
>;

/** The mark: a gated pipe in the shape of a P. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path
        d="M9 9h6.5c5 0 8 2.5 8 6s-3 6-8 6H9"
        stroke="currentColor"
        strokeWidth="3.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M9 4.5v23" stroke="var(--p-bar-mark)" strokeWidth="3.2" strokeLinecap="round" />
      <path d="M9 15h9" stroke="var(--p-bar-mark)" strokeWidth="3.2" strokeLinecap="round" />
    </svg>
  );
}
