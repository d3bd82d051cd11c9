import { expect, it } from "vitest";
import type { TraceAnswer } from "../types";
import { buildTraceHighlights, describeRows } from "./traceHighlights";

const nodes = [
  { id: "n1", name: "orders" },
  { id: "n2", name: "per_city" },
  { id: "n3", name: "out" },
];
const short = (marks: ReturnType<typeof buildTraceHighlights>) =>
  [...marks].map(([id, { tone, text }]) => [id, tone, text]);

it.each([
  [[0], "row 1"],
  [[0, 3], "rows 1 and 4"],
  [[0, 1, 2, 3, 4, 5, 6], "rows 1, 2, 3, 4, 5 and 2 more"],
])("%j are %s", (rows, text) => expect(describeRows(rows)).toBe(text));

it("an output row leads back to its sources", () => {
  const answer: TraceAnswer = {
    sentence: "",
    rows: [0, 3].map((row) => ({ source: "orders", row, values: {} })),
  };
  const edges = [
    { source: "n1", target: "n2" },
    { source: "n2", target: "n3" },
    { source: "n2", target: "n4" },
  ];
  expect(short(buildTraceHighlights(answer, { output: "out", row: 0 }, nodes, edges))).toEqual([
    ["n1", "traced", "2 rows"],
    ["n2", "traced", ""],
    ["n3", "traced", "this row"],
  ]);
});

it("an input row passes from step to step, and may be dropped", () => {
  const late = {
    source: "orders",
    row: 4,
    operator: "w",
    node: "n2",
    event_ms: 1,
    watermark_ms: 2,
    message: "Late.",
  };
  const step = (node: string, rows: number, more = 0) => ({
    node,
    name: node,
    rows: Array.from({ length: rows }, () => ({ kind: "+I", row: {} })),
    more,
    sentence: "It passed.",
  });
  const question = { source: "orders", row: 4 };
  expect(
    short(buildTraceHighlights({ sentence: "", steps: [step("n2", 1, 2), step("n3", 0)] }, question, nodes)),
  ).toEqual([
    ["n1", "traced", "row 5"],
    ["n2", "traced", "3 rows"],
    ["n3", "traced", "ends here"],
  ]);
  expect(short(buildTraceHighlights({ sentence: "", steps: [], late }, question, nodes)).at(-1)).toEqual([
    "n2",
    "missed",
    "dropped",
  ]);
});
