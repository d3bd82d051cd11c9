/** What differs between two graphs. Where things lie is no difference. */

import { type Edge, edgeId, type Graph, indexOf, type Json, type Node } from "./document";

export type ChangeKind = "added" | "removed" | "changed" | "same";

export interface Change {
  readonly field: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

export interface NodeDiff {
  readonly id: string;
  readonly mark: ChangeKind;
  /** The node as it is shown: the new one, or the old one when it was removed. */
  readonly node: Node;
  readonly changes: readonly Change[];
}

export interface EdgeDiff {
  readonly edge: Edge;
  readonly mark: Exclude<ChangeKind, "changed">;
}

export interface GraphDiff {
  readonly nodes: readonly NodeDiff[];
  readonly edges: readonly EdgeDiff[];
  readonly settings: readonly Change[];
}

export function diffGraphs(from: Graph, to: Graph): GraphDiff {
  const old = indexOf(from).nodes;
  const now = indexOf(to).nodes;
  const kept = to.nodes.map((node) => nodeDiff(old.get(node.id), node));
  const gone = from.nodes.filter((node) => !now.has(node.id));
  return {
    nodes: [...kept, ...gone.map((node): NodeDiff => ({ id: node.id, mark: "removed", node, changes: [] }))],
    edges: edgeDiffs(from.edges, to.edges),
    settings: changes(from.settings as unknown as Values, to.settings as unknown as Values),
  };
}

type Values = Readonly<Record<string, Json | undefined>>;

function nodeDiff(old: Node | undefined, node: Node): NodeDiff {
  if (!old) return { id: node.id, mark: "added", node, changes: [] };
  const found = changes(
    { name: old.name, kind: old.kind, ...prefixed(old) },
    { name: node.name, kind: node.kind, ...prefixed(node) },
  );
  return { id: node.id, mark: found.length > 0 ? "changed" : "same", node, changes: found };
}

/** Parameters, so named that one called `name` isn't taken for the node's. */
const prefixed = ({ params }: Node): Values =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [`params.${key}`, value]));

function changes(from: Values, to: Values): Change[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => !isEqual(from[field], to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }));
}

/** Equal as values: the order of an object's keys says nothing. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value]) => isEqual(value, (b as Record<string, Json>)[key]))
  );
}

function edgeDiffs(from: readonly Edge[], to: readonly Edge[]): EdgeDiff[] {
  const old = new Set(from.map(edgeId));
  const now = new Set(to.map(edgeId));
  return [
    ...to.map((edge): EdgeDiff => ({ edge, mark: old.has(edgeId(edge)) ? "same" : "added" })),
    ...from.filter((edge) => !now.has(edgeId(edge))).map((edge): EdgeDiff => ({ edge, mark: "removed" })),
  ];
}

/** How many things differ. */
export function describeCounts({
  nodes,
  edges,
  settings,
}: GraphDiff): Record<"added" | "removed" | "changed", number> {
  const marks = [...nodes, ...edges].map((item) => item.mark);
  return {
    added: marks.filter((mark) => mark === "added").length,
    removed: marks.filter((mark) => mark === "removed").length,
    changed: marks.filter((mark) => mark === "changed").length + settings.length,
  };
}

export const isSame = (diff: GraphDiff): boolean =>
  Object.values(describeCounts(diff)).every((count) => count === 0);
