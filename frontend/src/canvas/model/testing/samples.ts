/** Declarations and graphs for tests, shaped as the server sends them. */

import type { Edge, Graph, Node } from "../document";
import { EMPTY_GRAPH } from "../document";
import { type Catalogue, catalogueOf, type Operator, type Port } from "../operators";

const port = (name: string, many = false): Port => ({ name, label: name, many, required: true });

const operator = (
  kind: string,
  group: string,
  inputs: Port[],
  outputs: Port[],
  params: Operator["params"],
): Operator => ({
  kind,
  label: kind,
  group,
  icon: "box",
  summary: `A ${kind}.`,
  ports: { inputs, outputs },
  params,
});

export const catalogue: Catalogue = catalogueOf([
  operator("kafka-source", "Sources", [], [port("out")], {
    properties: {
      datasource: { type: "string", title: "Data source", "x-widget": "datasource:kafka" },
      topic: { type: "string", title: "Topic", "x-widget": "topic" },
      start: { type: "string", enum: ["latest-offset", "earliest-offset"], default: "latest-offset" },
      delay_ms: { type: "integer", default: 0, minimum: 0, "x-when": { "job.time": "event" } },
      parallelism: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }], default: null },
    },
    required: ["datasource", "topic"],
  }),
  operator("sql", "Transforms", [port("in", true)], [port("out")], {
    properties: { query: { type: "string", title: "Query", "x-widget": "sql" } },
    required: ["query"],
  }),
  operator("filter", "Transforms", [port("in")], [port("out")], {
    properties: { condition: { type: "string", title: "Condition", "x-widget": "expression" } },
    required: ["condition"],
  }),
  operator("join", "Transforms", [port("left"), port("right")], [port("out")], { properties: {} }),
  operator("print-sink", "Sinks", [port("in")], [], { properties: {} }),
]);

export const node = (id: string, kind: string, params: Node["params"] = {}, name = id): Node => ({
  id,
  kind,
  name,
  params,
  position: { x: 0, y: 0 },
});

/** `"a>b"` from the only output to the input `in`; `"a>j.left"` names the input. */
export function edge(text: string): Edge {
  const [source = "", to = ""] = text.split(">");
  const [target = "", port = "in"] = to.split(".");
  return { source, source_port: "out", target, target_port: port };
}

export const graphOf = (nodes: Node[], edges: string[] = []): Graph => ({
  ...EMPTY_GRAPH,
  nodes,
  edges: edges.map(edge),
});

/** A graph's edges in the notation of `edge`. */
export const drawn = (graph: Graph): string[] =>
  graph.edges
    .map(
      ({ source, target, target_port }) =>
        `${source}>${target}${target_port === "in" ? "" : `.${target_port}`}`,
    )
    .sort();

/** orders → per_city → out */
export const pipeline = (): Graph =>
  graphOf(
    [
      node("orders", "kafka-source"),
      node("per_city", "sql", { query: "SELECT city FROM orders" }),
      node("out", "print-sink"),
    ],
    ["orders>per_city", "per_city>out"],
  );
