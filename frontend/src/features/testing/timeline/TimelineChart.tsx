import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from "react";
import type { SourceTimeline } from "../types";
import { Axes } from "./Axes";
import styles from "./Timeline.module.css";
import {
  buildDiamondsPath,
  buildDotsPath,
  type ChartBox,
  findNearestPoint,
  layoutTimeline,
  type Point,
} from "./timelineLayout";
import { describeRow, listRowFacts, summarizeTimeline } from "./timelineText";

interface Props {
  source: string;
  timeline: SourceTimeline;
  /** Rows picked by hand, drawn with a ring. */
  picked?: readonly number[];
  /** Rows that the open trace starts from or leads to. */
  traced?: readonly number[];
  /** A row to highlight, such as the hovered one in a table beside the chart. */
  highlighted?: number | null;
  onPick?: (row: number) => void;
  onHighlight?: (row: number | null) => void;
  height?: number;
}

/** Rows by arrival (x) and event time (y), with the watermark as a step line: rows below it are late. */
export function TimelineChart(props: Props) {
  const {
    source,
    timeline,
    picked = [],
    traced = [],
    highlighted = null,
    onPick,
    onHighlight,
    height = 170,
  } = props;
  const { ref, width: measured } = useElementSize();
  const hatch = useId();
  const [active, setActive] = useState<Point | null>(null);
  const width = measured || 480;
  const box = useMemo<ChartBox>(
    () => ({ width, height, left: 58, right: 10, top: 8, bottom: 22 }),
    [width, height],
  );
  const layout = useMemo(() => layoutTimeline(timeline, box), [timeline, box]);
  const paths = useMemo(() => {
    const late = layout.points.filter(({ row }) => row.late);
    const onTime = layout.points.filter(({ row }) => !row.late);
    return {
      late: buildDiamondsPath(late, late.length > 300 ? 3 : 4.5),
      onTime: buildDotsPath(onTime),
      many: onTime.length > 300,
    };
  }, [layout]);
  const pointsOfRows = (rows: readonly number[]) => {
    const wanted = new Set(rows);
    return wanted.size === 0 ? [] : layout.points.filter(({ row }) => wanted.has(row.row_index));
  };
  const external =
    highlighted === null ? null : (layout.points.find(({ row }) => row.row_index === highlighted) ?? null);
  const focus = active ?? external;

  const show = (point: Point | null) => {
    if (point === active) return;
    setActive(point);
    onHighlight?.(point?.row.row_index ?? null);
  };
  const hover = (event: PointerEvent<SVGSVGElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    show(findNearestPoint(layout.points, event.clientX - frame.left, event.clientY - frame.top));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = active ? layout.points.indexOf(active) : -1;
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: layout.points.length - 1 }[
      event.key
    ];
    if (to !== undefined) show(layout.points[Math.max(0, Math.min(layout.points.length - 1, to))] ?? null);
    else if ((event.key === "Enter" || event.key === " ") && active) onPick?.(active.row.row_index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const description = summarizeTimeline(source, timeline, layout.gaps.length);
  return (
    <div ref={ref} className={styles.frame}>
      <svg
        width={width}
        height={height}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its rows are read with the arrow keys
        tabIndex={0}
        aria-label={`${description} Arrow keys move from row to row${onPick ? ", Enter delays a row" : ""}.`}
        className={styles.chart}
        data-picks={onPick ? true : undefined}
        onPointerMove={hover}
        onPointerLeave={() => show(null)}
        onBlur={() => show(null)}
        onKeyDown={onKeyDown}
        onClick={() => active && onPick?.(active.row.row_index)}
      >
        <Axes layout={layout} box={box} hatch={hatch} />
        <path d={layout.lateAreaPath} className={styles.lateArea} />
        <path d={layout.watermarkPath} className={styles.watermark} />
        <path d={paths.onTime} className={styles.dots} data-many={paths.many || undefined} />
        <path d={paths.late} className={styles.late} />
        {pointsOfRows(picked).map(({ row, x, y }) => (
          <circle key={row.row_index} cx={x} cy={y} r={8} className={styles.ring} />
        ))}
        {pointsOfRows(traced).map(({ row, x, y }) => (
          <circle key={row.row_index} cx={x} cy={y} r={6.5} className={styles.traced} />
        ))}
        {focus && <circle cx={focus.x} cy={focus.y} r={7} className={styles.focus} />}
      </svg>
      {focus && <RowTooltip point={focus} box={box} pickable={onPick !== undefined} />}
      <p className={styles.spoken} aria-live="polite">
        {active ? describeRow(active.row) : ""}
      </p>
    </div>
  );
}

function RowTooltip({ point, box, pickable }: { point: Point; box: ChartBox; pickable: boolean }) {
  const { row, x, y } = point;
  // Placed towards the middle, so that it is not clipped.
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
        {listRowFacts(row).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {pickable && <em>Click to toggle its delay</em>}
    </div>
  );
}

/** Explains the symbols of the chart. */
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
