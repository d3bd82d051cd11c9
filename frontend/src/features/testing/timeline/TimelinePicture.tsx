import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from "react";
import type { Timeline } from "../types";
import { Axes } from "./Axes";
import { type Box, diamonds, dots, nearest, type Point, picture } from "./picture";
import styles from "./Timeline.module.css";
import { facts, spoken, summary } from "./words";

interface Props {
  source: string;
  timeline: Timeline;
  /** Rows picked by hand, which are drawn with a ring. */
  picked?: readonly number[];
  /** Rows that a question was about, or that are its answer. */
  traced?: readonly number[];
  /** A row to point at, such as one of a list beside the picture. */
  shown?: number | null;
  onPick?: (row: number) => void;
  onShow?: (row: number | null) => void;
  height?: number;
}

/** Rows by arrival (to the right) and event time (upwards) over the watermark's steps: what lies under them is late. */
export function TimelinePicture(props: Props) {
  const { source, timeline, picked = [], traced = [], shown = null, onPick, onShow, height = 170 } = props;
  const { ref, width: measured } = useElementSize();
  const hatch = useId();
  const [at, setAt] = useState<Point | null>(null);
  const width = measured || 480;
  const box = useMemo<Box>(
    () => ({ width, height, left: 58, right: 10, top: 8, bottom: 22 }),
    [width, height],
  );
  const drawn = useMemo(() => picture(timeline, box), [timeline, box]);
  const paths = useMemo(() => {
    const late = drawn.points.filter(({ row }) => row.late);
    const onTime = drawn.points.filter(({ row }) => !row.late);
    return {
      late: diamonds(late, late.length > 300 ? 3 : 4.5),
      onTime: dots(onTime),
      many: onTime.length > 300,
    };
  }, [drawn]);
  const among = (rows: readonly number[]) => {
    const wanted = new Set(rows);
    return wanted.size === 0 ? [] : drawn.points.filter(({ row }) => wanted.has(row.row_index));
  };
  const outer = shown === null ? null : (drawn.points.find(({ row }) => row.row_index === shown) ?? null);
  const focus = at ?? outer;

  const show = (point: Point | null) => {
    if (point === at) return;
    setAt(point);
    onShow?.(point?.row.row_index ?? null);
  };
  const hover = (event: PointerEvent<SVGSVGElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    show(nearest(drawn.points, event.clientX - frame.left, event.clientY - frame.top));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = at ? drawn.points.indexOf(at) : -1;
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: drawn.points.length - 1 }[event.key];
    if (to !== undefined) show(drawn.points[Math.max(0, Math.min(drawn.points.length - 1, to))] ?? null);
    else if ((event.key === "Enter" || event.key === " ") && at) onPick?.(at.row.row_index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = summary(source, timeline, drawn.silences.length);
  return (
    <div ref={ref} className={styles.frame}>
      <svg
        width={width}
        height={height}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its rows are read with the arrow keys
        tabIndex={0}
        aria-label={`${words} Arrow keys go from row to row${onPick ? ", Enter delays a row" : ""}.`}
        className={styles.picture}
        data-picks={onPick ? true : undefined}
        onPointerMove={hover}
        onPointerLeave={() => show(null)}
        onBlur={() => show(null)}
        onKeyDown={onKeyDown}
        onClick={() => at && onPick?.(at.row.row_index)}
      >
        <Axes drawn={drawn} box={box} hatch={hatch} />
        <path d={drawn.under} className={styles.under} />
        <path d={drawn.steps} className={styles.watermark} />
        <path d={paths.onTime} className={styles.dots} data-many={paths.many || undefined} />
        <path d={paths.late} className={styles.late} />
        {among(picked).map(({ row, x, y }) => (
          <circle key={row.row_index} cx={x} cy={y} r={8} className={styles.ring} />
        ))}
        {among(traced).map(({ row, x, y }) => (
          <circle key={row.row_index} cx={x} cy={y} r={6.5} className={styles.traced} />
        ))}
        {focus && <circle cx={focus.x} cy={focus.y} r={7} className={styles.focus} />}
      </svg>
      {focus && <Tip point={focus} box={box} picks={onPick !== undefined} />}
      <p className={styles.spoken} aria-live="polite">
        {at ? spoken(at.row) : ""}
      </p>
    </div>
  );
}

function Tip({ point, box, picks }: { point: Point; box: Box; picks: boolean }) {
  const { row, x, y } = point;
  // Towards the middle, so that nothing of it is cut off.
  const right = x > box.width / 2;
  const low = y > box.height / 2;
  return (
    <div
      className={styles.tip}
      aria-hidden="true"
      data-late={row.late || undefined}
      style={{
        ...(low ? { bottom: box.height - y - 14 } : { top: y - 14 }),
        ...(right ? { right: box.width - x + 14 } : { left: x + 14 }),
      }}
    >
      <b>
        Row {row.row_index + 1}
        {row.late && " · late"}
      </b>
      <dl>
        {facts(row).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {picks && <em>Click to delay it, or to let it go</em>}
    </div>
  );
}

/** What the signs of the picture mean. */
export function Legend({ late, total }: { late: number; total: number }) {
  return (
    <p className={styles.legend} aria-hidden="true">
      <svg width="10" height="10" aria-hidden="true">
        <circle cx="5" cy="5" r="3" className={styles.dot} />
      </svg>
      {total - late} in time
      <svg width="12" height="12" aria-hidden="true">
        <path d="M6 1l5 5l-5 5l-5 -5z" className={styles.late} />
      </svg>
      {late} behind the watermark
      <svg width="18" height="10" aria-hidden="true">
        <path d="M1 8h8v-6h8" className={styles.watermark} />
      </svg>
      watermark
    </p>
  );
}
