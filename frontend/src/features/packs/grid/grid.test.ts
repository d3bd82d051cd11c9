import { describe, expect, it } from "vitest";
import { parseLosslessJson } from "@/lib/losslessJson";
import { applyChange, createEditorState, isDirty, redo, setSelection, undo } from "./history";
import { getKeyCommand } from "./keys";
import {
  clearCells,
  createGrid,
  duplicateRows,
  type Grid,
  insertRows,
  MAX_ROWS,
  ORIGIN,
  type Range,
  removeRows,
  replaceColumns,
  selectCell,
  setCell,
  stepCell,
  toRange,
  toRows,
} from "./model";
import { copyCells, pasteCells } from "./paste";
import { formatTsv, parseTsv } from "./tsv";

const COLUMNS = [
  { name: "id", type: "BIGINT" },
  { name: "city", type: "STRING" },
  { name: "tags", type: "ARRAY<BIGINT>" },
];

const ROWS = [
  { id: 1, city: "Oslo", tags: [1, 2] },
  { id: 2, city: "", tags: null },
  { id: 3, city: null, tags: [] },
];

const grid = (): Grid => createGrid(COLUMNS, ROWS);
const cells = (one: Grid) => one.rows.map((row) => row.cells);
const range = (top: number, left: number, bottom = top, right = left): Range => ({
  top,
  left,
  bottom,
  right,
});

describe("tab-separated text", () => {
  it.each<[string, string, string[][]]>([
    [
      "a line break at the end adds no row",
      "a\tb\r\nc\td\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "empty cells stay",
      "\ta\t\n\t\t",
      [
        ["", "a", ""],
        ["", "", ""],
      ],
    ],
    ["quotes hold tabs and lines", '"a\tb"\t"c\n""d"""', [["a\tb", 'c\n"d"']]],
    ["an unclosed quote is literal", '"12\tx', [['"12', "x"]]],
    ["nothing", "", []],
  ])("%s", (_, text, rows) => expect(parseTsv(text)).toEqual(rows));

  it("is parsed back to the same cells", () => {
    const block = [
      ["a\tb", 'say "x"', ""],
      ['"q"', "two\nlines", "NULL"],
    ];
    expect(parseTsv(formatTsv(block))).toEqual(block);
  });
});

describe("long numbers", () => {
  it("keep their digits, beside texts and fractions that look like them", () => {
    const text =
      '{"a":9007199254740993,"b":"9007199254740993 \\"1","c":0.1234567890123456,"d":[-12345678901234567890]}';
    expect(parseLosslessJson(text)).toEqual({
      a: "9007199254740993",
      b: '9007199254740993 "1',
      c: 0.1234567890123456,
      d: ["-12345678901234567890"],
    });
  });
});

describe("cells", () => {
  it("show what is stored, and tell NULL from the empty string", () => {
    expect(cells(grid())).toEqual([
      ["1", "Oslo", "[1,2]"],
      ["2", "", null],
      ["3", null, "[]"],
    ]);
  });

  it("are sent as strings, nested ones as JSON; invalid JSON is left to the server", () => {
    const next = setCell(
      setCell(grid(), { row: 0, column: 2 }, "[12345678901234567890]"),
      { row: 1, column: 2 },
      "[1",
    );
    expect(toRows(next)).toEqual([
      { id: "1", city: "Oslo", tags: ["12345678901234567890"] },
      { id: "2", city: "", tags: "[1" },
      { id: "3", city: null, tags: [] },
    ]);
  });

  it("are NULL when emptied, or the empty string in a text column", () => {
    const next = setCell(setCell(grid(), ORIGIN, " "), { row: 0, column: 1 }, "");
    expect(cells(next)[0]).toEqual([null, "", "[1,2]"]);
  });

  it("set to their own value are no change", () => {
    const before = grid();
    expect(setCell(before, ORIGIN, "1")).toBe(before);
    expect(clearCells(before, range(2, 1))).toBe(before);
  });

  it("keep the row kind where there is one", () => {
    const kinds = createGrid(COLUMNS, [{ id: 1, _kind: "-D" }, { id: 2 }]);
    expect(kinds.columns.at(-1)?.name).toBe("_kind");
    expect(toRows(kinds).map((row) => row._kind)).toEqual(["-D", undefined]);
  });

  it("follow their column by its name", () => {
    const next = replaceColumns(grid(), [
      { name: "city", type: "STRING" },
      { name: "new", type: "INT" },
    ]);
    expect(cells(next)[0]).toEqual(["Oslo", null]);
  });
});

describe("rows", () => {
  it("are inserted, removed and duplicated with unique ids", () => {
    const more = duplicateRows(insertRows(grid(), 1, 1), range(0, 0, 1, 2));
    expect(more.rows.map((row) => row.cells[0])).toEqual(["1", null, "1", null, "2", "3"]);
    expect(new Set(more.rows.map((row) => row.id)).size).toBe(6);
    expect(cells(removeRows(more, range(1, 0, 4, 0))).map((row) => row[0])).toEqual(["1", "3"]);
  });

  it("are never none and never too many", () => {
    expect(cells(removeRows(grid(), range(0, 0, 2, 0)))).toEqual([[null, null, null]]);
    expect(insertRows(grid(), 3, 9999).rows).toHaveLength(MAX_ROWS);
  });

  it("that are blank at the end do not count", () => {
    expect(toRows(insertRows(insertRows(grid(), 3, 2), 1, 1))).toHaveLength(4);
    expect(toRows(createGrid(COLUMNS, []))).toEqual([]);
  });
});

describe("the clipboard", () => {
  it("copies a range that can be pasted back", () => {
    const text = copyCells(grid(), range(0, 0, 2, 2));
    expect(text).toBe("1\tOslo\t[1,2]\n2\t\tNULL\n3\tNULL\t[]");
    expect(cells(pasteCells(createGrid(COLUMNS, []), range(0, 0), text).grid)[2]).toEqual(["3", null, "[]"]);
  });

  it("extends the grid downwards, and says what did not fit", () => {
    const { grid: next, selection, skipped } = pasteCells(grid(), range(2, 1), "a\tb\tc\nd\te\tf");
    expect(cells(next).slice(2)).toEqual([
      ["3", "a", "b"],
      [null, "d", "e"],
    ]);
    expect(toRange(selection)).toEqual(range(2, 1, 3, 2));
    expect(skipped).toEqual({ rows: 0, columns: 1 });
    const long = pasteCells(grid(), range(0, 0), "x\n".repeat(MAX_ROWS + 5));
    expect(long.skipped.rows).toBe(5);
    expect(long.grid.rows).toHaveLength(MAX_ROWS);
  });

  it("fills a range with one cell", () => {
    const { grid: next } = pasteCells(grid(), range(0, 1, 2, 1), "Rome\n");
    expect(next.rows.map((row) => row.cells[1])).toEqual(["Rome", "Rome", "Rome"]);
  });

  it("changes nothing when it is empty", () => {
    const before = grid();
    expect(pasteCells(before, range(0, 0), "").grid).toBe(before);
  });
});

describe("moving", () => {
  it("continues in the next row and stops at both ends", () => {
    expect(stepCell(grid(), { row: 0, column: 2 }, 1)).toEqual({ row: 1, column: 0 });
    expect(stepCell(grid(), ORIGIN, -1)).toBeNull();
    expect(stepCell(grid(), { row: 2, column: 2 }, 1)).toBeNull();
  });

  const press = (keys: string) => {
    const parts = keys.split("+");
    return {
      key: parts.at(-1) ?? "",
      ctrlKey: parts.includes("Ctrl"),
      metaKey: false,
      altKey: parts.includes("Alt"),
      shiftKey: parts.includes("Shift"),
    };
  };

  it.each([
    ["ArrowDown", null, { type: "move", row: 1, column: 0, extend: false }],
    ["Shift+ArrowLeft", null, { type: "move", row: 0, column: -1, extend: true }],
    ["Ctrl+ArrowUp", null, { type: "edge", row: -1, column: 0, extend: false }],
    ["ArrowDown", "typing", { type: "move", row: 1, column: 0, extend: false }],
    ["ArrowLeft", "editing", null],
    ["Enter", null, { type: "edit" }],
    ["Enter", "editing", { type: "commit" }],
    ["Alt+Enter", "editing", { type: "line" }],
    ["Shift+Tab", "editing", { type: "step", step: -1 }],
    ["Delete", null, { type: "clear" }],
    ["Delete", "typing", null],
    ["Ctrl+z", null, { type: "undo" }],
    ["Ctrl+z", "typing", null],
    ["Ctrl+Shift+Z", null, { type: "redo" }],
    ["Escape", "typing", { type: "cancel" }],
    ["x", null, null],
  ] as const)("%s while %s", (keys, mode, command) =>
    expect(getKeyCommand(press(keys), mode)).toEqual(command),
  );
});

describe("history", () => {
  it("undoes and redoes, with the selection", () => {
    const start = setSelection(createEditorState(grid()), selectCell({ row: 1, column: 1 }));
    const next = applyChange(start, removeRows(start.grid, range(1, 0)), selectCell(ORIGIN));
    const back = undo(next);
    expect([back.grid, back.selection]).toEqual([start.grid, start.selection]);
    expect([isDirty(next), isDirty(back)]).toEqual([true, false]);
    expect(redo(back).grid).toBe(next.grid);
    expect(redo(applyChange(back, clearCells(back.grid, range(0, 0)))).future).toEqual([]);
  });

  it("keeps the selection inside the grid", () => {
    const end = setSelection(createEditorState(grid()), selectCell({ row: 2, column: 2 }));
    expect(applyChange(end, removeRows(end.grid, range(1, 0, 2, 0))).selection.from.row).toBe(0);
  });
});
