import { describe, expect, it } from "vitest";
import { copy, type Fragment, paste, readFragment } from "./clipboard";
import { edgeId, nodeOf } from "./document";
import { addConnected, connect, insertOnEdge, removeAndReconnect } from "./edges";
import { addNote, changeParams, move, newNode, remove, rename } from "./edits";
import { catalogue, drawn, edge, graphOf, node, pipeline } from "./testing/samples";

const query = (graph: ReturnType<typeof pipeline>, id: string) => nodeOf(graph, id)?.params.query;

describe("nodes", () => {
  it("start with the declared defaults and a free name, on the grid", () => {
    const graph = graphOf([node("x", "kafka-source", {}, "kafka_source")]);
    const made = newNode(graph, catalogue, "kafka-source", { x: 13, y: 3 });
    expect(made).toMatchObject({ name: "kafka_source_2", position: { x: 16, y: 0 } });
    expect(made.params).toEqual({ start: "latest-offset", delay_ms: 0 });
  });

  it("keep their identity when another one moves", () => {
    const before = pipeline();
    const after = move(before, new Map([["out", { x: 8, y: 8 }]]));
    expect(after.nodes[0]).toBe(before.nodes[0]);
    expect(after.nodes[2]).not.toBe(before.nodes[2]);
    expect(move(after, new Map([["out", { x: 8, y: 8 }]]))).toBe(after);
  });

  it("take their readers' SQL along when renamed", () => {
    const after = rename(pipeline(), catalogue, "orders", "sales");
    expect(nodeOf(after, "orders")?.name).toBe("sales");
    expect(query(after, "per_city")).toBe("SELECT city FROM sales");
  });

  it("take their edges along when removed", () => {
    expect(drawn(remove(pipeline(), new Set(["per_city"])))).toEqual([]);
    expect(drawn(remove(pipeline(), new Set([edgeId(edge("per_city>out"))])))).toEqual(["orders>per_city"]);
  });

  it("change parameters without touching others", () => {
    const before = pipeline();
    const after = changeParams(before, "per_city", { query: "SELECT 1" });
    expect(query(after, "per_city")).toBe("SELECT 1");
    expect(after.nodes[0]).toBe(before.nodes[0]);
  });
});

describe("edges", () => {
  it("replace the one on a single port and add to a port that takes many", () => {
    const graph = graphOf(
      [node("s", "kafka-source"), node("r", "kafka-source"), node("f", "filter"), node("q", "sql")],
      ["s>f", "s>q"],
    );
    expect(drawn(connect(graph, catalogue, edge("r>f")))).toEqual(["r>f", "s>q"]);
    expect(drawn(connect(graph, catalogue, edge("r>q")))).toEqual(["r>q", "s>f", "s>q"]);
  });

  it("come with a node that was pulled out of a port", () => {
    const graph = pipeline();
    const after = addConnected(graph, catalogue, node("f", "filter"), {
      node: "orders",
      port: "out",
      side: "output",
    });
    expect(drawn(after)).toContain("orders>f");
    const before = addConnected(graph, catalogue, node("s2", "kafka-source"), {
      node: "per_city",
      port: "in",
      side: "input",
    });
    expect(drawn(before)).toContain("s2>per_city");
  });

  it("make room for a node dropped on them, and the reader reads the new node", () => {
    const after = insertOnEdge(pipeline(), catalogue, node("f", "filter"), edgeId(edge("orders>per_city")));
    expect(after && drawn(after)).toEqual(["f>per_city", "orders>f", "per_city>out"]);
    expect(after && query(after, "per_city")).toBe("SELECT city FROM f");
  });

  it("take no node that has only one side", () => {
    expect(
      insertOnEdge(pipeline(), catalogue, node("k", "print-sink"), edgeId(edge("orders>per_city"))),
    ).toBeNull();
  });

  it("close over a removed node", () => {
    const graph = graphOf(
      [node("s", "kafka-source"), node("f", "filter"), node("q", "sql", { query: "SELECT * FROM f" })],
      ["s>f", "f>q"],
    );
    const after = removeAndReconnect(graph, catalogue, new Set(["f"]));
    expect(drawn(after)).toEqual(["s>q"]);
    expect(query(after, "q")).toBe("SELECT * FROM s");
  });

  it("are not guessed when a removed node had two inputs", () => {
    const graph = graphOf(
      [node("s", "kafka-source"), node("r", "kafka-source"), node("j", "join"), node("k", "print-sink")],
      ["s>j.left", "r>j.right", "j>k"],
    );
    expect(drawn(removeAndReconnect(graph, catalogue, new Set(["j"])))).toEqual([]);
  });
});

describe("clipboard", () => {
  it("pastes with new ids and names, and SQL follows", () => {
    const graph = pipeline();
    const fragment = copy(graph, new Set(["orders", "per_city"])) as Fragment;
    const { graph: after, items } = paste(graph, catalogue, fragment, { x: 40, y: 40 });
    const pasted = after.nodes.filter((candidate) => items.has(candidate.id));
    expect(pasted.map((candidate) => candidate.name)).toEqual(["orders_2", "per_city_2"]);
    expect(pasted[1]?.params.query).toBe("SELECT city FROM orders_2");
    expect(after.edges).toHaveLength(3);
    expect(new Set(after.nodes.map((candidate) => candidate.id)).size).toBe(5);
  });

  it("copies notes and leaves edges to the outside behind", () => {
    const { graph, note } = addNote(pipeline(), { x: 0, y: 0 });
    const fragment = copy(graph, new Set([note.id, "per_city"]));
    expect(fragment).toMatchObject({ edges: [], notes: [note] });
    expect(copy(graph, new Set())).toBeNull();
  });

  it.each(["", "hello", "{}", '{"penstock":"fragment"}', "[1,2]", "null"])(
    "ignores foreign text %j",
    (text) => expect(readFragment(text)).toBeNull(),
  );

  it("reads back what it wrote", () => {
    const fragment = copy(pipeline(), new Set(["out"]));
    expect(readFragment(JSON.stringify(fragment))).toEqual(fragment);
  });
});
