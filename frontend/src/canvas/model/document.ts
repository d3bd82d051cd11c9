/** The pipeline as a value: the graph document, schema version 1, as the server publishes it. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Params = Readonly<Record<string, Json>>;

export interface Position {
  readonly x: number;
  readonly y: number;
}

export interface Node {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly params: Params;
  readonly position: Position;
}

export interface Edge {
  readonly source: string;
  readonly source_port: string;
  readonly target: string;
  readonly target_port: string;
}

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly position: Position;
  readonly size: { readonly width: number; readonly height: number };
}

export interface Settings {
  readonly time: "event" | "processing";
  readonly checkpoint_interval_ms: number | null;
  readonly parallelism: number;
  readonly state_ttl_ms: number | null;
  readonly restart: "exponential-delay" | "fixed-delay" | "none";
  readonly mini_batch_ms: number | null;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

export interface Graph {
  readonly version: 1;
  readonly settings: Settings;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly notes: readonly Note[];
}

export const DEFAULT_SETTINGS: Settings = {
  time: "processing",
  checkpoint_interval_ms: 10_000,
  parallelism: 1,
  state_ttl_ms: null,
  restart: "exponential-delay",
  mini_batch_ms: null,
  options: {},
};

export const EMPTY_GRAPH: Graph = { version: 1, settings: DEFAULT_SETTINGS, nodes: [], edges: [], notes: [] };

/** What the server sent, with everything optional filled in; the caller's object is not changed. */
export function readGraph(raw: unknown): Graph {
  const given = (raw ?? {}) as Partial<Graph>;
  return {
    version: 1,
    settings: { ...DEFAULT_SETTINGS, ...given.settings },
    nodes: (given.nodes ?? []).map((node) => ({
      ...node,
      params: node.params ?? {},
      position: node.position ?? { x: 0, y: 0 },
    })),
    edges: given.edges ?? [],
    notes: given.notes ?? [],
  };
}

/** An edge has no id in the document: its four ends name it. */
export function edgeId(edge: Edge): string {
  return `${edge.source}:${edge.source_port}>${edge.target}:${edge.target_port}`;
}

interface Index {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly incoming: ReadonlyMap<string, readonly Edge[]>;
  readonly outgoing: ReadonlyMap<string, readonly Edge[]>;
}

// A graph is never changed in place, so what is derived from it can be kept as long as it lives.
const indexes = new WeakMap<Graph, Index>();

/** Nodes and edges by node id; built once per graph value. */
export function indexOf(graph: Graph): Index {
  const known = indexes.get(graph);
  if (known) return known;
  const index: Index = {
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    incoming: group(graph.edges, (edge) => edge.target),
    outgoing: group(graph.edges, (edge) => edge.source),
  };
  indexes.set(graph, index);
  return index;
}

function group(edges: readonly Edge[], by: (edge: Edge) => string): Map<string, Edge[]> {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const list = groups.get(by(edge));
    if (list) list.push(edge);
    else groups.set(by(edge), [edge]);
  }
  return groups;
}

export const nodeOf = (graph: Graph, id: string): Node | undefined => indexOf(graph).nodes.get(id);
export const incoming = (graph: Graph, id: string): readonly Edge[] => indexOf(graph).incoming.get(id) ?? [];
export const outgoing = (graph: Graph, id: string): readonly Edge[] => indexOf(graph).outgoing.get(id) ?? [];

/** Nodes that feed `id`, in the order in which they were connected. */
export function inputsOf(graph: Graph, id: string): readonly Node[] {
  return incoming(graph, id).flatMap((edge) => nodeOf(graph, edge.source) ?? []);
}

let counter = 0;

/** A new id, never used again: a deleted node's id must not come back as another node in a diff. */
export function newId(prefix: "n" | "t"): string {
  counter += 1;
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${prefix}${(random % 2_176_782_336).toString(36)}${counter.toString(36)}`;
}
