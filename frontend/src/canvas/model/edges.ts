/** Every change of a graph's edges, as a pure function from graph to graph. */

import { type Edge, edgeId, type Graph, incoming, type Node, nodeOf, outgoing } from "./document";
import { addNode, type Items, remove, renameInputOf, replaceNode } from "./edits";
import type { Catalogue } from "./operators";
import { connectionError, pickInputPort, portOf } from "./topology";

/** Draws an edge; on a port that takes one edge only it replaces the one that is there. */
export function connect(graph: Graph, catalogue: Catalogue, edge: Edge): Graph {
  const target = nodeOf(graph, edge.target);
  const port = target && portOf(catalogue, target.kind, "inputs", edge.target_port);
  const kept = port?.many
    ? graph.edges
    : graph.edges.filter((other) => other.target !== edge.target || other.target_port !== edge.target_port);
  return { ...graph, edges: [...kept, edge] };
}

/** Adds a node and connects it to an output (`after`) or an input (`before`) that someone pulled a line from. */
export function addConnected(
  graph: Graph,
  catalogue: Catalogue,
  node: Node,
  from: { node: string; port: string; side: "output" | "input" },
): Graph {
  const added = addNode(graph, node);
  const operator = catalogue.get(node.kind);
  const edge: Edge =
    from.side === "output"
      ? {
          source: from.node,
          source_port: from.port,
          target: node.id,
          target_port: pickInputPort(graph, operator, null)?.name ?? "",
        }
      : {
          source: node.id,
          source_port: operator?.ports.outputs[0]?.name ?? "",
          target: from.node,
          target_port: from.port,
        };
  return connectionError(added, catalogue, edge) === null ? connect(added, catalogue, edge) : added;
}

/** Puts `node` in the middle of an edge; null when the kind can't stand between two others. */
export function insertOnEdge(graph: Graph, catalogue: Catalogue, node: Node, id: string): Graph | null {
  const edge = graph.edges.find((candidate) => edgeId(candidate) === id);
  const operator = catalogue.get(node.kind);
  const input = pickInputPort(graph, operator, node.id);
  const output = operator?.ports.outputs[0];
  if (!edge || !input || !output || edge.source === node.id || edge.target === node.id) return null;
  const placed = nodeOf(graph, node.id) ? graph : addNode(graph, node);
  const without = { ...placed, edges: placed.edges.filter((candidate) => candidate !== edge) };
  const into: Edge = { ...edge, target: node.id, target_port: input.name };
  const onward: Edge = { ...edge, source: node.id, source_port: output.name };
  if (connectionError(without, catalogue, into) || connectionError(without, catalogue, onward)) return null;
  const joined = connect(connect(without, catalogue, into), catalogue, onward);
  return readFrom(joined, catalogue, edge.target, edge.source, node.id);
}

/** Deletes items and joins what came in to what went out, as far as the ports allow. */
export function removeAndReconnect(graph: Graph, catalogue: Catalogue, items: Items): Graph {
  let result = remove(graph, new Set([...items].filter((id) => !nodeOf(graph, id))));
  for (const id of items) {
    if (nodeOf(result, id)) result = removeNodeAndReconnect(result, catalogue, id);
  }
  return result;
}

function removeNodeAndReconnect(graph: Graph, catalogue: Catalogue, id: string): Graph {
  const [before, after] = [incoming(graph, id), outgoing(graph, id)];
  let result = remove(graph, new Set([id]));
  // Two inputs into one single port would silently lose one: leave the choice to the person.
  if (before.length !== 1) return result;
  const [into] = before as [Edge];
  for (const onward of after) {
    const edge: Edge = { ...onward, source: into.source, source_port: into.source_port };
    if (connectionError(result, catalogue, edge)) continue;
    result = connect(result, catalogue, edge);
    const [old, now] = [nodeOf(graph, id), nodeOf(graph, into.source)];
    if (old && now)
      result = replaceNode(result, onward.target, (node) =>
        renameInputOf(node, catalogue, old.name, now.name),
      );
  }
  return result;
}

/** The reader's SQL, reading `now` where it read `was`. */
function readFrom(graph: Graph, catalogue: Catalogue, reader: string, was: string, now: string): Graph {
  const [from, to] = [nodeOf(graph, was), nodeOf(graph, now)];
  if (!from || !to) return graph;
  return replaceNode(graph, reader, (node) => renameInputOf(node, catalogue, from.name, to.name));
}
