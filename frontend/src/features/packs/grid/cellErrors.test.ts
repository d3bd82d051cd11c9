import { expect, it } from "vitest";
import { createReport } from "../examples";
import { collectCellErrors, findNextError, listGeneralErrors } from "./cellErrors";
import { createGrid } from "./model";

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
