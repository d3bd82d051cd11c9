import { formatTime, GAP_PX } from "./scale";
import styles from "./Timeline.module.css";
import { type ChartBox, TICK_LABEL_PX, type TimelineLayout } from "./timelineLayout";
import { formatSpan } from "./timelineText";

/** Grid lines, tick labels and gaps of the chart. */
export function Axes({
  layout: { x, y },
  box,
  hatch,
}: {
  layout: TimelineLayout;
  box: ChartBox;
  hatch: string;
}) {
  const [right, bottom] = [box.width - box.right, box.height - box.bottom];
  return (
    <g className={styles.axes}>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v6" className={styles.hatch} />
        </pattern>
      </defs>
      {y.ticks.map(({ ms, px }) => (
        <g key={ms}>
          <path d={`M${box.left} ${px}H${right}`} />
          <text x={box.left - 6} y={px + 3.5} textAnchor="end">
            {formatTime(ms, y.step)}
          </text>
        </g>
      ))}
      {x.ticks.map(({ ms, px }) => (
        <g key={ms}>
          <path d={`M${px} ${box.top}V${bottom}`} />
          {px < right - TICK_LABEL_PX / 2 && (
            <text x={px} y={bottom + 14} textAnchor="middle">
              {formatTime(ms, x.step)}
            </text>
          )}
        </g>
      ))}
      {x.gaps.map((gap) => (
        <g key={gap.from} className={styles.arrivalGap}>
          <rect x={gap.x} y={box.top} width={GAP_PX} height={bottom - box.top} fill={`url(#${hatch})`} />
          <text x={gap.x + GAP_PX / 2} y={box.top + 11} textAnchor="middle">
            {formatSpan(gap.to - gap.from)}
          </text>
        </g>
      ))}
      <path d={`M${box.left} ${box.top}V${bottom}H${right}`} className={styles.base} />
    </g>
  );
}
