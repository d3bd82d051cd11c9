import { describe, expect, it } from "vitest";
import type { Tree, TreeJob } from "@/api/types";
import { buildRows, canDrop, handleTreeKey } from "./treeRows";

const job = (id: string, name: string, folder: string | null) =>
  ({ id, name, folder, lock: null }) as unknown as TreeJob;
const tree: Tree = {
  folders: [
    { id: "f1", name: "Reports", parent: null },
    { id: "f2", name: "Daily", parent: "f1" },
    { id: "f3", name: "Archive", parent: null },
  ],
  jobs: [job("j10", "job 10", "f2"), job("j2", "Job 2", "f2"), job("j0", "Orders per city", null)],
};
const shown = (closed: string[] = [], search = "") =>
  buildRows(tree, new Set(closed), search).map((row) => `${" ".repeat(row.depth)}${row.name}`);

describe("rows of the tree", () => {
  it("have folders first and numbers in their order", () => {
    expect(shown()).toEqual(["Archive", "Reports", " Daily", "  Job 2", "  job 10", "Orders per city"]);
  });

  it("hide what closed folders hold", () => {
    expect(shown(["f1"])).toEqual(["Archive", "Reports", "Orders per city"]);
  });

  it("show the way to what is searched, closed or not", () => {
    expect(shown(["f1"], "job 10")).toEqual(["Reports", " Daily", "  job 10"]);
    expect(shown([], "daily")).toEqual(["Reports", " Daily"]);
    expect(shown([], "nothing")).toEqual([]);
  });
});

it("a folder never goes into itself, and nothing where it is already", () => {
  const folder = { kind: "folder", id: "f1", parent: null } as const;
  expect(canDrop(tree, folder, "f2")).toBe(false);
  expect(canDrop(tree, folder, "f1")).toBe(false);
  expect(canDrop(tree, folder, "f3")).toBe(true);
  expect(canDrop(tree, folder, null)).toBe(false);
  expect(canDrop(tree, { kind: "job", id: "j2", parent: "f2" }, null)).toBe(true);
});

describe("keys", () => {
  const rows = buildRows(tree, new Set(["f3"]));
  it.each([
    [0, "ArrowDown", { focus: 1 }],
    [5, "ArrowDown", { focus: 5 }],
    [0, "ArrowUp", { focus: 0 }],
    [2, "End", { focus: 5 }],
    [0, "ArrowRight", { focus: 0, toggle: "f3" }],
    [1, "ArrowRight", { focus: 2 }],
    [1, "ArrowLeft", { focus: 1, toggle: "f1" }],
    [3, "ArrowLeft", { focus: 2 }],
    [5, "ArrowRight", { focus: 5 }],
  ])("from row %i by %s", (at, key, expected) => expect(handleTreeKey(rows, at, key)).toEqual(expected));
});
