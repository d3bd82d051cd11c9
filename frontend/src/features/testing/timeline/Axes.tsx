import { type Box, type Picture, TEXT_PX } from "./picture";
import { BREAK_PX, timeText } from "./scale";
import styles from "./Timeline.module.css";
import { lasting } from "./words";

/** Grid, times and silences of the picture. */
export function Axes({ drawn: { x, y }, box, hatch }: { drawn: Picture; box: Box; hatch: string }) {
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
            {timeText(ms, y.step)}
          </text>
        </g>
      ))}
      {x.ticks.map(({ ms, px }) => (
        <g key={ms}>
          <path d={`M${px} ${box.top}V${bottom}`} />
          {px < right - TEXT_PX / 2 && (
            <text x={px} y={bottom + 14} textAnchor="middle">
              {timeText(ms, x.step)}
            </text>
          )}
        </g>
      ))}
      {x.breaks.map((cut) => (
        <g key={cut.from} className={styles.silence}>
          <rect x={cut.x} y={box.top} width={BREAK_PX} height={bottom - box.top} fill={`url(#${hatch})`} />
          <text x={cut.x + BREAK_PX / 2} y={box.top + 11} textAnchor="middle">
            {lasting(cut.to - cut.from)}
          </text>
        </g>
      ))}
      <path d={`M${box.left} ${box.top}V${bottom}H${right}`} className={styles.base} />
    </g>
  );
}
