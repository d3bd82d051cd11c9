import { expect, it } from "vitest";
import type { Input } from "./completion";
import { TEMPLATES } from "./templates";

const orders: Input = {
  name: "orders",
  columns: [
    { name: "order_id", type: "STRING" },
    { name: "city", type: "STRING" },
    { name: "amount", type: "DECIMAL(10, 2)" },
    { name: "order_time", type: "TIMESTAMP(3) *ROWTIME*" },
  ],
};

const write = (label: string, inputs: Input[]) =>
  TEMPLATES.find((template) => template.label === label)?.write(inputs);

it("writes a window over the input's own columns", () => {
  const text = write("Tumbling window", [orders]);
  expect(text).toContain("TUMBLE(TABLE orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE)");
  expect(text).toContain("GROUP BY window_start, window_end, city");
  expect(text).toContain("SUM(amount)");
});

it.each(TEMPLATES.map((template) => template.label))("writes “%s” for unknown inputs too", (label) =>
  expect(write(label, [])).toMatch(/^SELECT/),
);
