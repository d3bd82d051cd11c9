import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { RowsGrid } from "./editor/RowsGrid";
import { DiffTable } from "./result/DiffTable";
import { TimelineChart } from "./timeline/TimelineChart";
import type { Arrival, Comparison, Row, RunOutput, SourceTimeline } from "./types";

const T = Date.UTC(2026, 0, 5, 10);
const row = (row_index: number, arrival: number, event: number, late = false): Arrival => ({
  row_index,
  arrival_ms: T + arrival * 1_000,
  event_ms: T + event * 1_000,
  watermark_before: row_index === 0 ? null : T + arrival * 1_000,
  watermark_after: T + arrival * 1_000,
  late,
});
const timeline: SourceTimeline = {
  rows: [row(0, 0, 0), row(1, 5, 5), row(2, 6, 1, true)],
  watermark: [
    [T, T],
    [T + 5_000, T + 5_000],
  ],
  total: 3,
  late: 1,
  without_time: 0,
};

it("the chart is described to screen readers, and its rows are reached and picked by keyboard", async () => {
  const onPick = vi.fn();
  const { container } = render(<TimelineChart source="orders" timeline={timeline} onPick={onPick} />);
  const chart = screen.getByRole("img", { name: /3 rows of orders.*1 is behind the watermark/ });
  chart.focus();
  await userEvent.keyboard("{End}");
  expect(container.querySelector("[aria-live]")).toHaveTextContent("Row 3, late. Event time 10:00:01");
  await userEvent.keyboard("{Enter}{ArrowLeft}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith(2);
  expect(container.querySelector("[aria-live]")).toHaveTextContent("Row 2.");
});

const output: RunOutput = {
  name: "out",
  node: "n3",
  columns: ["city", "orders"].map((name) => ({ name, type: "STRING" })),
  key: ["city"],
  count: 1,
  kept: 1,
  changes: [{ kind: "+I", row: { city: "Paris", orders: 2 }, line: 0, from: null }],
};
const comparison: Comparison = {
  ok: false,
  matched: 0,
  missing: [{ city: "Rome", orders: 1 }],
  unexpected: [],
  changed: [
    {
      key: { city: "Paris" },
      cells: [{ column: "orders", expected: 3, actual: 2 }],
      expected: { city: "Paris", orders: 3 },
      actual: { city: "Paris", orders: 2 },
    },
  ],
  counts: { missing: 1, unexpected: 0, changed: 1 },
  key: ["city"],
  notes: [],
};

it("a difference shows the expected value struck out beside the actual one, and the actual row can be explained", async () => {
  const onExplainRow = vi.fn();
  render(<DiffTable comparison={comparison} output={output} onExplainRow={onExplainRow} />);
  const changed = screen.getByRole("row", { name: /Other values/ });
  expect(within(changed).getByText("3").tagName).toBe("DEL");
  expect(within(changed).getByText("2").tagName).toBe("INS");
  expect(within(changed).getByText("Paris").tagName).toBe("TD");
  expect(within(screen.getByRole("row", { name: /Missing/ })).getByText("Rome").tagName).toBe("DEL");
  await userEvent.click(changed);
  expect(onExplainRow).toHaveBeenCalledExactlyOnceWith(0);
});

it("expected rows are typed in a grid and parsed by column type", async () => {
  const onRows = vi.fn();
  const columns = [
    { name: "city", type: "STRING" },
    { name: "orders", type: "BIGINT" },
  ];
  function Grid() {
    const [rows, setRows] = useState<readonly Row[]>([]);
    onRows(rows);
    return <RowsGrid columns={columns} rows={rows} onChange={setRows} />;
  }
  render(<Grid />, { wrapper: MantineProvider });
  await userEvent.click(screen.getByRole("button", { name: "Add a row" }));
  await userEvent.type(screen.getByRole("textbox", { name: "city of row 1" }), "Bonn");
  await userEvent.type(screen.getByRole("textbox", { name: "orders of row 1" }), "12");
  expect(onRows).toHaveBeenLastCalledWith([{ city: "Bonn", orders: 12 }]);
});
