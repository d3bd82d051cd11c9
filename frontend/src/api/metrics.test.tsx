import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { inflow, outflow, record, useNodeFigures, useSamples } from "./metrics";

const nodes = {
  orders: { in: null, out: 40, backpressure: 0.1 },
  per_city: { in: 40, out: 4, backpressure: 0 },
  kafka: { in: 4, out: null, backpressure: null },
  warehouse: { in: 4, out: null, backpressure: null },
};

it("sums what enters and what leaves the job", () => {
  expect(inflow(nodes)).toBe(40);
  expect(outflow(nodes)).toBe(8);
});

it("wakes only who watches the instance, and keeps a bounded history", () => {
  let renders = 0;
  const other = renderHook(() => {
    renders += 1;
    return useSamples("other");
  });
  const node = renderHook(() => useNodeFigures("mine", "orders"));
  act(() => {
    for (let at = 0; at < 400; at += 1) record("mine", nodes, at);
  });
  expect(node.result.current?.out).toBe(40);
  expect(renders).toBe(1);
  expect(other.result.current).toHaveLength(0);
  const samples = renderHook(() => useSamples("mine")).result.current;
  expect(samples).toHaveLength(300);
  expect(samples[0]?.at).toBe(100);
});
