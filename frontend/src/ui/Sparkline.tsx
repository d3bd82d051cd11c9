import { Text } from "@mantine/core";
import css from "./Sparkline.module.css";

interface Props {
  values: readonly number[];
  label: string;
  /** Turns a figure into text: "12.3/s". */
  format: (value: number) => string;
  width?: number;
  height?: number;
  color?: string;
  /** Fixed top of the scale, such as 1 for shares. Otherwise the highest value seen. */
  top?: number;
}

/** The points of the line in a box of the given size, newest at the right edge. */
export function scalePoints(
  values: readonly number[],
  width: number,
  height: number,
  top: number,
): [number, number][] {
  const step = values.length > 1 ? width / (values.length - 1) : width;
  return values.map((value, index) => [index * step, height - (Math.min(value, top) / (top || 1)) * height]);
}

/** A small chart of one figure over the last minutes: enough to see "steady", "rising" or "stopped". */
export function Sparkline({ values, label, format, width = 240, height = 48, color, top }: Props) {
  const latest = values.at(-1);
  const highest = top ?? Math.max(...values, 0);
  const line = scalePoints(values, width, height - 4, highest).map(
    ([x, y]) => `${x.toFixed(1)},${(y + 2).toFixed(1)}`,
  );
  return (
    <figure className={css.figure} style={{ color: color ?? "var(--p-busy)" }}>
      <figcaption className={css.caption}>
        <Text component="span" fz="xs" c="dimmed">
          {label}
        </Text>
        <Text component="span" className="p-figure" fw={600} fz="lg" c="var(--mantine-color-text)">
          {latest === undefined ? "–" : format(latest)}
        </Text>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" height={height} aria-hidden="true">
        <line x1="0" x2={width} y1={height - 1} y2={height - 1} className={css.base} />
        {line.length > 1 && (
          <>
            <polygon points={`0,${height} ${line.join(" ")} ${width},${height}`} className={css.area} />
            <polyline points={line.join(" ")} className={css.line} />
          </>
        )}
      </svg>
    </figure>
  );
}
