import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { recordSample, sumInflow, sumOutflow, useNodeMetrics, useSamples } from "./metrics";

const nodes = {
  orders: { in: null, out: 40, backpressure: 0.1 },
  per_city: { in: 40, out: 4, backpressure: 0 },
  kafka: { in: 4, out: null, backpressure: null },
  warehouse: { in: 4, out: null, backpressure: null },
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
