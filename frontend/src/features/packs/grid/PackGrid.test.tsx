import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { createReport } from "../examples";
import { GridToolbar } from "./GridEditor";
import { computeScrollDelta, computeVisibleRows } from "./geometry";
import { createGrid, toRows } from "./model";
import { PackGrid } from "./PackGrid";
import { collectCellErrors, findNextError, listGeneralErrors, NO_CELL_ERRORS } from "./useGridCheck";
import { type GridEditorApi, useGridEditor } from "./useGridEditor";

const COLUMNS = [
  { name: "id", type: "INT" },
  { name: "city", type: "STRING" },
];

let editor: GridEditorApi;

function Grid() {
  editor = useGridEditor(() =>
    createGrid(COLUMNS, [
      { id: 1, city: "Oslo" },
      { id: 2, city: null },
    ]),
  );
  return (
    <MantineProvider>
      <GridToolbar editor={editor} />
      <PackGrid editor={editor} cellErrors={NO_CELL_ERRORS} label="Rows" />
    </MantineProvider>
  );
}

const shown = () => toRows(editor.grid).map((row) => Object.values(row));
const field = () => screen.getByRole("textbox");

describe("the grid", () => {
  it("is typed into from cell to cell, and continues below the last row", async () => {
    render(<Grid />);
    const user = userEvent.setup();
    await user.pointer({ keys: "[MouseLeft]", target: screen.getByText("2", { selector: "td" }) });
    expect(field()).toHaveFocus();
    expect(field()).toHaveAccessibleName("id, row 2");
    await user.keyboard("7{Tab}Rome{Tab}");
    expect(field()).toHaveAccessibleName("id, row 3");
    await user.keyboard("8{Enter}");
    expect(shown()).toEqual([
      ["1", "Oslo"],
      ["7", "Rome"],
      ["8", null],
    ]);
  });

  it("restores a cell on Escape, and keeps NULL when it is only opened", async () => {
    render(<Grid />);
    const user = userEvent.setup();
    await user.pointer({ keys: "[MouseLeft]", target: screen.getByText("Oslo") });
    await user.keyboard("x{Escape}{ArrowDown}{F2}{Enter}");
    expect(shown()).toEqual([
      ["1", "Oslo"],
      ["2", null],
    ]);
    expect(editor.dirty).toBe(false);
  });

  it("clears, pastes, and undoes step by step", async () => {
    render(<Grid />);
    const user = userEvent.setup();
    await user.pointer({ keys: "[MouseLeft]", target: screen.getByText("1", { selector: "td" }) });
    await user.keyboard("{Shift>}{ArrowRight}{/Shift}{Delete}");
    expect(shown()[0]).toEqual([null, null]);
    fireEvent.paste(field(), { clipboardData: { getData: () => "5\tParis\n6\tRome\n7\tBonn\n" } });
    expect(shown().map(([, city]) => city)).toEqual(["Paris", "Rome", "Bonn"]);
    await user.keyboard("{Control>}zz{/Control}");
    expect(shown()[0]).toEqual(["1", "Oslo"]);
    expect(editor.dirty).toBe(false);
    await user.keyboard("{Control>}y{/Control}");
    expect(editor.dirty).toBe(true);
  });

  it("copies the selection", async () => {
    render(<Grid />);
    const user = userEvent.setup();
    await user.pointer({ keys: "[MouseLeft]", target: screen.getByRole("rowheader", { name: "2" }) });
    const copied: string[] = [];
    fireEvent.copy(field(), { clipboardData: { setData: (_: string, text: string) => copied.push(text) } });
    expect(copied).toEqual(["2\tNULL"]);
  });

  it("adds, duplicates and removes rows with its buttons, and keeps the focus", async () => {
    render(<Grid />);
    const user = userEvent.setup();
    await user.pointer({ keys: "[MouseLeft]", target: screen.getByText("Oslo") });
    await user.click(screen.getByRole("button", { name: "Duplicate row" }));
    expect(field()).toHaveFocus();
    expect(shown().map(([id]) => id)).toEqual(["1", "1", "2"]);
    await user.click(screen.getByRole("button", { name: "Add a row" }));
    await user.click(screen.getByRole("button", { name: "Remove row" }));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(editor.dirty).toBe(false);
  });
});

it("assigns errors to cells and finds the next one, wrapping around", () => {
  const grid = createGrid(
    [
      { name: "a", type: "INT" },
      { name: "b", type: "INT" },
    ],
    [{}, {}, {}],
  );
  const found = createReport([
    { row: 1, column: "b", message: "one" },
    { row: 1, column: "b", message: "two" },
    { row: 3, column: null, message: "row" },
    { row: 0, column: "a", message: "no such column" },
  ]);
  const errors = collectCellErrors(
    found,
    grid.rows.map((row) => row.id),
  );
  expect(errors.get(0)?.get("b")).toBe("one two");
  expect(findNextError(grid, errors, { row: 0, column: 1 })).toEqual({ row: 2, column: 0 });
  expect(findNextError(grid, errors, { row: 2, column: 1 })).toEqual({ row: 0, column: 1 });
  expect(listGeneralErrors(found)).toEqual(["no such column"]);
});

describe("the viewport", () => {
  it("renders the visible rows and a few more", () => {
    expect(computeVisibleRows({ top: 0, height: 300 }, 2000)).toEqual([0, 18]);
    expect(computeVisibleRows({ top: 30_000, height: 300 }, 2000)).toEqual([992, 1018]);
    expect(computeVisibleRows({ top: 0, height: 300 }, 3)).toEqual([0, 3]);
  });

  it.each([
    [10, 20, 0, 100, 0],
    [90, 120, 0, 100, 20],
    [10, 20, 50, 150, -40],
    [50, 400, 0, 100, 50],
  ])("from %d to %d in %d to %d scrolls by %d", (start, end, from, to, by) =>
    expect(computeScrollDelta(start, end, from, to)).toBe(by),
  );
});
