import { describe, expect, it } from "vitest";
import { describeCounts, diffGraphs, isEqual, isSame } from "./diff";
import { changeParams, changeSettings, move, remove, rename } from "./edits";
import { catalogue, edge, graphOf, node, pipeline } from "./testing/samples";

const marks = (diff: ReturnType<typeof diffGraphs>) =>
  Object.fromEntries(diff.nodes.map(({ id, mark }) => [id, mark]));

describe("comparing graphs", () => {
  it("finds nothing when things were only moved", () => {
    const moved = move(pipeline(), new Map([["out", { x: 80, y: 8 }]]));
    expect(isSame(diffGraphs(pipeline(), moved))).toBe(true);
  });

  it("marks what was added, removed and changed", () => {
    const before = graphOf(
      [node("a", "sql", { sql: "1" }), node("b", "sql"), node("c", "sql")],
      ["a>b", "b>c"],
    );
    const after = graphOf([node("a", "sql", { sql: "2" }), node("c", "sql"), node("d", "sql")], ["a>c"]);
    const diff = diffGraphs(before, after);
    expect(marks(diff)).toEqual({ a: "changed", b: "removed", c: "same", d: "added" });
    expect(diff.edges.map(({ edge: { source, target }, mark }) => `${source}>${target} ${mark}`)).toEqual([
      "a>c added",
      "a>b removed",
      "b>c removed",
    ]);
    expect(describeCounts(diff)).toEqual({ added: 2, removed: 3, changed: 1 });
  });

  it("tells each parameter's old and new value", () => {
    const after = changeParams(pipeline(), "per_city", { query: "SELECT 1", extra: true });
    expect(diffGraphs(pipeline(), after).nodes[1]?.changes).toEqual([
      { field: "params.query", from: "SELECT city FROM orders", to: "SELECT 1" },
      { field: "params.extra", from: undefined, to: true },
    ]);
  });

  it("tells a new name and the SQL that follows it", () => {
    const diff = diffGraphs(pipeline(), rename(pipeline(), catalogue, "orders", "sales"));
    expect(marks(diff)).toEqual({ orders: "changed", per_city: "changed", out: "same" });
  });

  it("tells changed settings", () => {
    const before = pipeline();
    const after = changeSettings(before, { ...before.settings, parallelism: 4 });
    expect(diffGraphs(before, after).settings).toEqual([{ field: "parallelism", from: 1, to: 4 }]);
  });

  it("shows a removed node as it was", () => {
    const diff = diffGraphs(pipeline(), remove(pipeline(), new Set(["out"])));
    expect(diff.nodes.at(-1)).toMatchObject({ mark: "removed", node: { name: "out" } });
    expect(diff.edges.at(-1)).toEqual({ edge: edge("per_city>out"), mark: "removed" });
  });

  it.each([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [[1, 2], [2, 1], false],
    [{}, [], false],
    [null, undefined, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
  ])("%j equals %j: %s", (a, b, expected) => expect(isEqual(a, b)).toBe(expected));
});
