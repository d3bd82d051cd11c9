/** What may be connected to what. */

import { type Edge, edgeId, type Graph, incoming, indexOf, nodeOf, outgoing } from "./document";
import type { Catalogue, Operator, Port } from "./operators";

/** Whether `to` can be reached from `from` along the edges. */
export function isReachable(graph: Graph, from: string, to: string): boolean {
  const seen = new Set<string>([from]);
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    for (const edge of outgoing(graph, id)) {
      if (!seen.has(edge.target)) {
        seen.add(edge.target);
        open.push(edge.target);
      }
    }
  }
  return false;
}

/** Why this edge can't be drawn, as a sentence, or null when it can. A taken single port is no reason: the new edge replaces the old one. */
export function connectionError(graph: Graph, catalogue: Catalogue, edge: Edge): string | null {
  const source = nodeOf(graph, edge.source);
  const target = nodeOf(graph, edge.target);
  if (!source || !target) return "One of the two steps no longer exists.";
  if (source === target) return "A step can't feed itself.";
  if (!portOf(catalogue, source.kind, "outputs", edge.source_port))
    return `“${source.name}” has no output to connect.`;
  if (!portOf(catalogue, target.kind, "inputs", edge.target_port)) return `“${target.name}” takes no input.`;
  if (graph.edges.some((other) => edgeId(other) === edgeId(edge))) return "These two are connected already.";
  const twice = incoming(graph, target.id).some(
    (other) => other.source === source.id && other.target_port === edge.target_port,
  );
  if (twice) return `“${source.name}” feeds this input already.`;
  if (isReachable(graph, edge.target, edge.source)) {
    return `That would make a cycle: “${target.name}” already feeds “${source.name}”, and a stream can't flow back.`;
  }
  return null;
}

export function portOf(
  catalogue: Catalogue,
  kind: string,
  side: "inputs" | "outputs",
  name: string,
): Port | undefined {
  return catalogue.get(kind)?.ports[side].find((port) => port.name === name);
}

/** The input of a kind that a new edge should go to: the first free one, else the first. */
export function pickInputPort(
  graph: Graph,
  operator: Operator | undefined,
  id: string | null,
): Port | undefined {
  const taken = new Set(id === null ? [] : incoming(graph, id).map((edge) => edge.target_port));
  const ports = operator?.ports.inputs ?? [];
  return ports.find((port) => port.many || !taken.has(port.name)) ?? ports[0];
}

/** Kinds that can take what an output gives (`inputs`) or feed what an input wants (`outputs`). */
export function matchingOperators(catalogue: Catalogue, needs: "inputs" | "outputs" | null): Operator[] {
  const all = [...catalogue.values()];
  return needs === null ? all : all.filter((operator) => operator.ports[needs].length > 0);
}

/** Nodes in an order in which every node comes after its inputs; those on a cycle come last. */
export function topologicalOrder(graph: Graph): string[] {
  const waiting = new Map(graph.nodes.map((node) => [node.id, incoming(graph, node.id).length]));
  const ready = graph.nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id);
  const order: string[] = [];
  for (let at = 0; at < ready.length; at += 1) {
    const id = ready[at] as string;
    order.push(id);
    for (const edge of outgoing(graph, id)) {
      const left = (waiting.get(edge.target) ?? 0) - 1;
      waiting.set(edge.target, left);
      if (left === 0) ready.push(edge.target);
    }
  }
  const done = new Set(order);
  return [...order, ...[...indexOf(graph).nodes.keys()].filter((id) => !done.has(id))];
}
