import { describe, expect, it } from "vitest";
import type { Arrival, SourceTimeline } from "../types";
import { createAxis, findArrivalGaps, formatTime, GAP_PX, measureTimeSpans, roundUpStep } from "./scale";
import { buildDiamondsPath, buildDotsPath, findNearestPoint, layoutTimeline } from "./timelineLayout";
import { describeRow, listRowFacts, summarizeTimeline } from "./timelineText";

const T = Date.UTC(2026, 0, 5, 10);
const BOX = { width: 500, height: 200, left: 50, right: 10, top: 10, bottom: 20 };

/** Rows by (arrival, event) in seconds, with a watermark that lags by `delay`. */
function timeline(pairs: readonly (readonly [number, number | null])[], delay = 0): SourceTimeline {
  let mark: number | null = null;
  const watermark: number[][] = [];
  const rows = pairs.map(([arrival, event], row_index): Arrival => {
    const event_ms = event === null ? null : T + event * 1_000;
    const before = mark;
    if (event_ms !== null && (mark === null || event_ms - delay > mark)) {
      mark = event_ms - delay;
      watermark.push([T + arrival * 1_000, mark]);
    }
    const late = event_ms !== null && before !== null && event_ms <= before;
    return {
      row_index,
      arrival_ms: T + arrival * 1_000,
      event_ms,
      watermark_before: before,
      watermark_after: mark,
      late,
    };
  });
  const late = rows.filter((row) => row.late).length;
  return {
    rows,
    watermark,
    total: rows.length,
    late,
    without_time: rows.filter((row) => row.event_ms === null).length,
  };
}

const steady = timeline([0, 1, 2, 3, 4, 5].map((second) => [second, second] as const));

describe("scales", () => {
  it("are linear", () => {
    const { toPixels } = createAxis({ from: 0, to: 100 }, 0, 500);
    expect([toPixels(0), toPixels(50), toPixels(100)]).toEqual([0, 250, 500]);
  });

  it("run upwards where the end is above", () => {
    const { toPixels } = createAxis({ from: 0, to: 100 }, 200, 0);
    expect([toPixels(0), toPixels(50), toPixels(100)]).toEqual([200, 100, 0]);
  });

  it("give a long gap a few pixels and the rest its space", () => {
    const { toPixels, gaps, ticks } = createAxis({ from: 0, to: 1_100 }, 0, 134, [
      { from: 50, to: 1_050, afterRow: 0 },
    ]);
    expect([toPixels(0), toPixels(50), toPixels(1_050), toPixels(1_100)]).toEqual([0, 50, 50 + GAP_PX, 134]);
    expect(gaps[0]?.x).toBe(50);
    expect(ticks.every(({ ms }) => ms <= 50 || ms >= 1_050)).toBe(true);
  });

  it.each([
    [3, 5],
    [800, 1_000],
    [11_000, 15_000],
    [40_000_000, 43_200_000],
    [2_000_000_000, 2_419_200_000],
  ])("step at least %s by %s", (ms, step) => expect(roundUpStep(ms)).toBe(step));

  it.each([
    [T, 0, "10:00:00"],
    [T + 5, 0, "10:00:00.005"],
    [T, 60_000, "10:00"],
    [T, 86_400_000, "2026-01-05"],
  ])("%s at steps of %s reads %s", (ms, step, text) => expect(formatTime(ms, step)).toBe(text));
});

describe("arrival gaps", () => {
  it("are what is much longer than usual", () => {
    const rows = timeline([0, 1, 2, 3, 100, 101, 102].map((second) => [second, second] as const)).rows;
    expect(findArrivalGaps(rows)).toEqual([{ from: T + 3_000, to: T + 100_000, afterRow: 3 }]);
  });

  it("are not found in a steady stream", () => expect(findArrivalGaps(steady.rows)).toEqual([]));
});

describe("the layout", () => {
  it("has all points inside, in-order rows on a rising line", () => {
    const { points } = layoutTimeline(steady, BOX);
    expect(points.every(({ x, y }) => x >= 50 && x <= 490 && y >= 10 && y <= 180)).toBe(true);
    expect(points.map(({ y }) => y)).toEqual([...points.map(({ y }) => y)].sort((one, two) => two - one));
  });

  it("draws the watermark as steps that never decrease", () => {
    const { watermarkPath } = layoutTimeline(
      timeline(
        [
          [0, 0],
          [1, 5],
          [2, 2],
          [3, 6],
        ],
        1_000,
      ),
      BOX,
    );
    const heights = [...watermarkPath.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
    expect(heights).toHaveLength(3);
    expect(heights).toEqual([...heights].sort((one, two) => two - one));
    expect(watermarkPath.endsWith("H490")).toBe(true);
  });

  it("shortens a gap on both axes if event time jumps as well", () => {
    const jump = timeline([0, 1, 2, 500, 501, 502].map((second) => [second, second] as const));
    const { x, y, points } = layoutTimeline(jump, BOX);
    expect([x.gaps.length, y.gaps.length]).toEqual([1, 1]);
    expect((points[1]?.x ?? 0) - (points[0]?.x ?? 0)).toBeGreaterThan(40);
  });

  it("puts rows without time on one line", () => {
    const { points, watermarkPath } = layoutTimeline(
      timeline([
        [0, null],
        [1, null],
      ]),
      BOX,
    );
    expect(new Set(points.map(({ y }) => y)).size).toBe(1);
    expect(watermarkPath).toBe("");
  });

  it("handles one row and none", () => {
    expect(layoutTimeline(timeline([[0, 0]]), BOX).points).toHaveLength(1);
    expect(layoutTimeline(timeline([]), BOX).points).toEqual([]);
    expect(measureTimeSpans(timeline([])).arrival).toEqual({ from: 0, to: 1 });
  });

  it("finds the row under the pointer, and none far away", () => {
    const { points } = layoutTimeline(steady, BOX);
    const third = points[2];
    expect(findNearestPoint(points, (third?.x ?? 0) + 3, (third?.y ?? 0) - 3)?.row.row_index).toBe(2);
    expect(findNearestPoint(points, 51, 11)).toBeNull();
  });

  it("draws many points as one path", () => {
    const { points } = layoutTimeline(steady, BOX);
    expect(buildDotsPath(points).match(/h0/g)).toHaveLength(6);
    expect(buildDiamondsPath(points.slice(0, 2), 4).match(/z/g)).toHaveLength(2);
  });
});

describe("text", () => {
  const late = timeline([
    [0, 0],
    [1, 10],
    [2, 4],
  ]);
  it("summarizes the chart", () => {
    expect(summarizeTimeline("orders", late, 1)).toBe(
      "3 rows of orders by arrival and event time. 1 is behind the watermark when it arrives. There is 1 long gap.",
    );
    expect(summarizeTimeline("orders", { ...late, total: 9_000, late: 0 }, 0)).toContain(
      "None is behind the watermark. 3 of them are shown.",
    );
    expect(summarizeTimeline("orders", timeline([[0, null]]), 0)).toContain("without event time");
  });

  it("describes a late row", () => {
    const row = late.rows[2] as Arrival;
    expect(listRowFacts(row).at(-1)).toEqual({ name: "Late by", value: "6 s" });
    expect(describeRow(row)).toBe(
      "Row 3, late. Event time 10:00:04, Arrives 10:00:02, Watermark 10:00:10, Late by 6 s.",
    );
  });
});
