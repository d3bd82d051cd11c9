import { describe, expect, it } from "vitest";
import { parseExact } from "../exact";
import { changed, isDirty, opened, redone, selected, undone } from "./history";
import { commandOf } from "./keys";
import {
  at,
  cleared,
  duplicated,
  type Grid,
  gridOf,
  inserted,
  MAX_ROWS,
  ORIGIN,
  type Range,
  rangeOf,
  removed,
  rowsOf,
  stepped,
  withColumns,
  written,
} from "./model";
import { copied, pasted } from "./paste";
import { parsed, spelled } from "./tsv";

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

const grid = (): Grid => gridOf(COLUMNS, ROWS);
const cells = (one: Grid) => one.rows.map((row) => row.cells);
const range = (top: number, left: number, bottom = top, right = left): Range => ({
  top,
  left,
  bottom,
  right,
});

describe("text from spreadsheets", () => {
  it.each<[string, string, string[][]]>([
    [
      "a line end at the end is none more",
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
    ["a quote that closes nowhere is itself", '"12\tx', [['"12', "x"]]],
    ["nothing", "", []],
  ])("%s", (_, text, rows) => expect(parsed(text)).toEqual(rows));

  it("comes back as it went", () => {
    const block = [
      ["a\tb", 'say "x"', ""],
      ['"q"', "two\nlines", "NULL"],
    ];
    expect(parsed(spelled(block))).toEqual(block);
  });
});

describe("long numbers", () => {
  it("keep their digits, beside texts and fractions that look like them", () => {
    const text =
      '{"a":9007199254740993,"b":"9007199254740993 \\"1","c":0.1234567890123456,"d":[-12345678901234567890]}';
    expect(parseExact(text)).toEqual({
      a: "9007199254740993",
      b: '9007199254740993 "1',
      c: 0.1234567890123456,
      d: ["-12345678901234567890"],
    });
  });
});

describe("cells", () => {
  it("show what is stored, NULL apart from the empty text", () => {
    expect(cells(grid())).toEqual([
      ["1", "Oslo", "[1,2]"],
      ["2", "", null],
      ["3", null, "[]"],
    ]);
  });

  it("go out as texts, nested ones as JSON; what is no JSON is left to the server to name", () => {
    const next = written(
      written(grid(), { row: 0, column: 2 }, "[12345678901234567890]"),
      { row: 1, column: 2 },
      "[1",
    );
    expect(rowsOf(next)).toEqual([
      { id: "1", city: "Oslo", tags: ["12345678901234567890"] },
      { id: "2", city: "", tags: "[1" },
      { id: "3", city: null, tags: [] },
    ]);
  });

  it("typed empty are NULL, but the empty text in a column of texts", () => {
    const next = written(written(grid(), ORIGIN, " "), { row: 0, column: 1 }, "");
    expect(cells(next)[0]).toEqual([null, "", "[1,2]"]);
  });

  it("written as they were are no change", () => {
    const before = grid();
    expect(written(before, ORIGIN, "1")).toBe(before);
    expect(cleared(before, range(2, 1))).toBe(before);
  });

  it("of kinds of change are kept where there are any", () => {
    const kinds = gridOf(COLUMNS, [{ id: 1, _kind: "-D" }, { id: 2 }]);
    expect(kinds.columns.at(-1)?.name).toBe("_kind");
    expect(rowsOf(kinds).map((row) => row._kind)).toEqual(["-D", undefined]);
  });

  it("follow their column by its name", () => {
    const next = withColumns(grid(), [
      { name: "city", type: "STRING" },
      { name: "new", type: "INT" },
    ]);
    expect(cells(next)[0]).toEqual(["Oslo", null]);
  });
});

describe("rows", () => {
  it("come, go and are doubled with ids of their own", () => {
    const more = duplicated(inserted(grid(), 1, 1), range(0, 0, 1, 2));
    expect(more.rows.map((row) => row.cells[0])).toEqual(["1", null, "1", null, "2", "3"]);
    expect(new Set(more.rows.map((row) => row.id)).size).toBe(6);
    expect(cells(removed(more, range(1, 0, 4, 0))).map((row) => row[0])).toEqual(["1", "3"]);
  });

  it("never are none, and never too many", () => {
    expect(cells(removed(grid(), range(0, 0, 2, 0)))).toEqual([[null, null, null]]);
    expect(inserted(grid(), 3, 9999).rows).toHaveLength(MAX_ROWS);
  });

  it("that are blank at the end do not count", () => {
    expect(rowsOf(inserted(inserted(grid(), 3, 2), 1, 1))).toHaveLength(4);
    expect(rowsOf(gridOf(COLUMNS, []))).toEqual([]);
  });
});

describe("the clipboard", () => {
  it("copies a range that pastes as it was", () => {
    const text = copied(grid(), range(0, 0, 2, 2));
    expect(text).toBe("1\tOslo\t[1,2]\n2\t\tNULL\n3\tNULL\t[]");
    expect(cells(pasted(gridOf(COLUMNS, []), range(0, 0), text).grid)[2]).toEqual(["3", null, "[]"]);
  });

  it("lengthens the grid downwards, and says what had no room", () => {
    const { grid: next, selection, leftOut } = pasted(grid(), range(2, 1), "a\tb\tc\nd\te\tf");
    expect(cells(next).slice(2)).toEqual([
      ["3", "a", "b"],
      [null, "d", "e"],
    ]);
    expect(rangeOf(selection)).toEqual(range(2, 1, 3, 2));
    expect(leftOut).toEqual({ rows: 0, columns: 1 });
    const long = pasted(grid(), range(0, 0), "x\n".repeat(MAX_ROWS + 5));
    expect(long.leftOut.rows).toBe(5);
    expect(long.grid.rows).toHaveLength(MAX_ROWS);
  });

  it("fills a range with one cell", () => {
    const { grid: next } = pasted(grid(), range(0, 1, 2, 1), "Rome\n");
    expect(next.rows.map((row) => row.cells[1])).toEqual(["Rome", "Rome", "Rome"]);
  });

  it("with nothing on it changes nothing", () => {
    const before = grid();
    expect(pasted(before, range(0, 0), "").grid).toBe(before);
  });
});

describe("moving", () => {
  it("goes on in the next row and ends at both ends", () => {
    expect(stepped(grid(), { row: 0, column: 2 }, 1)).toEqual({ row: 1, column: 0 });
    expect(stepped(grid(), ORIGIN, -1)).toBeNull();
    expect(stepped(grid(), { row: 2, column: 2 }, 1)).toBeNull();
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
    ["ArrowDown", null, { do: "move", row: 1, column: 0, extend: false }],
    ["Shift+ArrowLeft", null, { do: "move", row: 0, column: -1, extend: true }],
    ["Ctrl+ArrowUp", null, { do: "edge", row: -1, column: 0, extend: false }],
    ["ArrowDown", "typing", { do: "move", row: 1, column: 0, extend: false }],
    ["ArrowLeft", "editing", null],
    ["Enter", null, { do: "edit" }],
    ["Enter", "editing", { do: "commit" }],
    ["Alt+Enter", "editing", { do: "line" }],
    ["Shift+Tab", "editing", { do: "step", step: -1 }],
    ["Delete", null, { do: "clear" }],
    ["Delete", "typing", null],
    ["Ctrl+z", null, { do: "undo" }],
    ["Ctrl+z", "typing", null],
    ["Ctrl+Shift+Z", null, { do: "redo" }],
    ["Escape", "typing", { do: "cancel" }],
    ["x", null, null],
  ] as const)("%s while %s", (keys, mode, command) => expect(commandOf(press(keys), mode)).toEqual(command));
});

describe("history", () => {
  it("takes back and brings back, selection and all", () => {
    const start = selected(opened(grid()), at({ row: 1, column: 1 }));
    const next = changed(start, removed(start.grid, range(1, 0)), at(ORIGIN));
    const back = undone(next);
    expect([back.grid, back.selection]).toEqual([start.grid, start.selection]);
    expect([isDirty(next), isDirty(back)]).toEqual([true, false]);
    expect(redone(back).grid).toBe(next.grid);
    expect(redone(changed(back, cleared(back.grid, range(0, 0)))).future).toEqual([]);
  });

  it("keeps the selection inside the grid", () => {
    const end = selected(opened(grid()), at({ row: 2, column: 2 }));
    expect(changed(end, removed(end.grid, range(1, 0, 2, 0))).selection.from.row).toBe(0);
  });
});
