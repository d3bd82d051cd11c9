import { describe, expect, it } from "vitest";
import { applyReport, createCheck, locationOf, worstSeverity } from "./check";
import { DEFAULT_SETTINGS, readGraph } from "./document";
import { checkName, uniqueName } from "./edits";
import { boundsOf, findFreePosition, findNeighbour, fitTo, NODE_WIDTH } from "./geometry";
import { buildLayoutRequest, readPositions } from "./layout";
import { catalogue, graphOf, node, pipeline } from "./testing/samples";

describe("names", () => {
  it.each([
    ["fresh", null],
    ["orders", null],
    ["out", "Another step is named “out”."],
    ["", "Give the step a name."],
    ["2nd", "Use letters, digits and _ only, and start with a letter or _."],
    ["drop table", "Use letters, digits and _ only, and start with a letter or _."],
  ])("%j", (name, expected) => expect(checkName(pipeline(), "orders", name)).toBe(expected));

  it.each([
    ["a", [], "a"],
    ["a", ["a"], "a_2"],
    ["a_2", ["a_2", "a_3"], "a_4"],
    ["kafka source", [], "kafka_source"],
    ["1x", [], "_1x"],
  ])("%j among %j becomes %j", (base, taken, expected) =>
    expect(uniqueName(new Set(taken), base)).toBe(expected),
  );
});

describe("geometry", () => {
  it("fits bounds in the middle, never larger than life", () => {
    expect(fitTo({ x: 0, y: 0, width: 100, height: 100 }, { width: 400, height: 400 })).toEqual({
      x: 150,
      y: 150,
      zoom: 1,
    });
    expect(fitTo({ x: 0, y: 0, width: 4000, height: 10 }, { width: 400, height: 400 }, 0).zoom).toBe(0.1);
  });

  it("has no bounds of nothing", () => expect(boundsOf([])).toBeNull());

  it("places a node below what is in the way", () => {
    const place = findFreePosition(
      graphOf([node("a", "sql")]),
      catalogue,
      { x: 0, y: 0 },
      catalogue.get("sql"),
    );
    expect(place.y).toBeGreaterThan(60);
  });

  it("finds the neighbour in a direction", () => {
    const at = (id: string, x: number, y: number) => ({ ...node(id, "sql"), position: { x, y } });
    const graph = graphOf([at("m", 0, 0), at("r", 300, 20), at("far", 900, 0), at("d", 0, 200)]);
    const from = at("m", 0, 0);
    expect(findNeighbour(graph, from, "right")?.id).toBe("r");
    expect(findNeighbour(graph, from, "down")?.id).toBe("d");
    expect(findNeighbour(graph, from, "left")).toBeNull();
  });

  it("asks for a layout and reads the answer on the grid", () => {
    expect(buildLayoutRequest(pipeline(), catalogue).children[0]).toMatchObject({
      id: "orders",
      width: NODE_WIDTH,
    });
    expect(readPositions({ children: [{ id: "orders", x: 13, y: 2 }] }, pipeline()).get("orders")).toEqual({
      x: 16,
      y: 0,
    });
  });
});

describe("check and live figures", () => {
  const problem = {
    code: "x",
    message: "No.",
    severity: "error" as const,
    node: "a",
    field: "query",
    line: 3,
    column: 14,
  };

  it("keeps what didn't change, so that only changed nodes render again", () => {
    const check = createCheck();
    const report = {
      ok: false,
      problems: [problem],
      nodes: { a: { columns: [] }, b: { columns: [] } },
      sql: null,
    };
    applyReport(check, report);
    const before = check.getState();
    applyReport(
      check,
      structuredClone({
        ...report,
        nodes: { ...report.nodes, b: { columns: [{ name: "x", type: "INT" }] } },
      }),
    );
    const after = check.getState();
    expect(after.byNode.get("a")).toBe(before.byNode.get("a"));
    expect(after.columns.get("a")).toBe(before.columns.get("a"));
    expect(after.columns.get("b")).not.toBe(before.columns.get("b"));
  });

  it("says where and how bad", () => {
    expect(locationOf(problem, "per_city")).toBe("per_city · query · line 3, column 14");
    expect(worstSeverity([{ ...problem, severity: "warning" }])).toBe("warning");
    expect(worstSeverity([])).toBeNull();
  });
});

it("fills in what a document leaves out", () => {
  const graph = readGraph({ nodes: [{ id: "a", kind: "sql", name: "a" }], settings: { parallelism: 4 } });
  expect(graph.settings).toEqual({ ...DEFAULT_SETTINGS, parallelism: 4 });
  expect(graph.nodes[0]).toMatchObject({ params: {}, position: { x: 0, y: 0 } });
});
