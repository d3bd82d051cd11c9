import { describe, expect, it } from "vitest";
import { catalogue, edge, graphOf, node, pipeline } from "./testing/samples";
import { connectionError, isReachable, matchingOperators, pickInputPort, topologicalOrder } from "./topology";

const graph = graphOf(
  [
    node("s", "kafka-source"),
    node("a", "sql"),
    node("b", "filter"),
    node("j", "join"),
    node("k", "print-sink"),
  ],
  ["s>a", "a>b"],
);

describe("what may be connected", () => {
  it.each([
    ["b>j.left", null],
    ["s>k", null],
    ["a>a", "A step can't feed itself."],
    ["b>a", "That would make a cycle: “a” already feeds “b”, and a stream can't flow back."],
    ["s>a", "These two are connected already."],
    ["k>a", "“k” has no output to connect."],
    ["a>s", "“s” takes no input."],
    ["a>j.middle", "“j” takes no input."],
    ["a>gone", "One of the two steps no longer exists."],
  ])("%s", (text, expected) => expect(connectionError(graph, catalogue, edge(text))).toBe(expected));

  it("finds the free port of a join", () => {
    const half = { ...graph, edges: [...graph.edges, edge("b>j.left")] };
    expect(pickInputPort(half, catalogue.get("join"), "j")?.name).toBe("right");
    expect(pickInputPort(half, catalogue.get("join"), null)?.name).toBe("left");
    expect(pickInputPort(half, catalogue.get("kafka-source"), "s")).toBeUndefined();
  });

  it("lists the kinds that fit a loose end", () => {
    const kinds = (needs: "inputs" | "outputs") =>
      matchingOperators(catalogue, needs).map((operator) => operator.kind);
    expect(kinds("inputs")).not.toContain("kafka-source");
    expect(kinds("outputs")).not.toContain("print-sink");
  });

  it("follows edges downstream only", () => {
    expect(isReachable(pipeline(), "orders", "out")).toBe(true);
    expect(isReachable(pipeline(), "out", "orders")).toBe(false);
  });

  it("orders nodes after their inputs, and keeps those on a cycle", () => {
    expect(topologicalOrder(pipeline())).toEqual(["orders", "per_city", "out"]);
    const cyclic = graphOf([node("a", "sql"), node("b", "sql"), node("s", "kafka-source")], ["a>b", "b>a"]);
    expect(topologicalOrder(cyclic)).toEqual(["s", "a", "b"]);
  });
});
