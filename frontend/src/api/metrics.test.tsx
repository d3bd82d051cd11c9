import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { type NodeMetrics, recordSample, sumInflow, sumOutflow, useNodeMetrics, useSamples } from "./metrics";

const nodes: Record<string, NodeMetrics> = {
  orders: { in: null, out: 40, backpressure: 0.1, end: "source" },
  idle: { in: null, out: 0, backpressure: 0, end: "source" },
  large: { in: 40, out: null, backpressure: null, end: null },
  // Nothing is known of what flows in, and it flows out all the same: it is no source.
  per_city: { in: null, out: 4, backpressure: 0, end: null },
  kafka: { in: 4, out: null, backpressure: null, end: "sink" },
  warehouse: { in: 4, out: null, backpressure: null, end: "sink" },
};

it("sums what enters and what leaves the job", () => {
  expect(sumInflow(nodes)).toBe(40);
  expect(sumOutflow(nodes)).toBe(8);
});

it("wakes only who watches the instance, and keeps a bounded history", () => {
  let renders = 0;
  const other = renderHook(() => {
    renders += 1;
    return useSamples("other");
  });
  const node = renderHook(() => useNodeMetrics("mine", "orders"));
  act(() => {
    for (let at = 0; at < 400; at += 1) recordSample("mine", nodes, at);
  });
  expect(node.result.current?.out).toBe(40);
  expect(renders).toBe(1);
  expect(other.result.current).toHaveLength(0);
  const samples = renderHook(() => useSamples("mine")).result.current;
  expect(samples).toHaveLength(300);
  expect(samples[0]?.at).toBe(100);
});
