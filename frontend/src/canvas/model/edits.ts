/**
 * Every change of a graph's nodes, notes and settings, as a pure function from graph to graph; and the names of
 * nodes, by which SQL refers to them. Edges: `edges.ts`.
 */
import {
  edgeId,
  type Graph,
  type Node,
  type Note,
  newId,
  nodeOf,
  outgoing,
  type Params,
  type Position,
  type Settings,
} from "./document";
import { snapPosition } from "./geometry";
import { type Catalogue, defaultParams, sqlFields } from "./operators";
import { renameInput } from "./references";

/** Ids of nodes, notes and edges (see `edgeId`). */
export type Items = ReadonlySet<string>;

/** A node of `kind` with the declared defaults, named after its kind. */
export function newNode(graph: Graph, catalogue: Catalogue, kind: string, position: Position): Node {
  const operator = catalogue.get(kind);
  return {
    id: newId("n"),
    kind,
    name: uniqueName(namesOf(graph), kind.replaceAll("-", "_")),
    params: defaultParams(operator),
    position: snapPosition(position),
  };
}

export const addNode = (graph: Graph, node: Node): Graph => ({ ...graph, nodes: [...graph.nodes, node] });

export function addNote(graph: Graph, position: Position): { graph: Graph; note: Note } {
  const note: Note = {
    id: newId("t"),
    text: "",
    position: snapPosition(position),
    size: { width: 200, height: 96 },
  };
  return { graph: { ...graph, notes: [...graph.notes, note] }, note };
}

export function changeNote(graph: Graph, id: string, change: Partial<Omit<Note, "id">>): Graph {
  return { ...graph, notes: graph.notes.map((note) => (note.id === id ? { ...note, ...change } : note)) };
}

/** Moves nodes and notes; what stays where it is keeps its identity, so nothing else is rendered again. */
export function move(graph: Graph, places: ReadonlyMap<string, Position>): Graph {
  const moved = <T extends { id: string; position: Position }>(item: T): T => {
    const place = places.get(item.id);
    return place && (place.x !== item.position.x || place.y !== item.position.y)
      ? { ...item, position: place }
      : item;
  };
  const nodes = graph.nodes.map(moved);
  const notes = graph.notes.map(moved);
  const same =
    nodes.every((node, at) => node === graph.nodes[at]) &&
    notes.every((note, at) => note === graph.notes[at]);
  return same ? graph : { ...graph, nodes, notes };
}

export function changeParams(graph: Graph, id: string, params: Params): Graph {
  return replaceNode(graph, id, (node) => ({ ...node, params }));
}

export const changeSettings = (graph: Graph, settings: Settings): Graph => ({ ...graph, settings });

/** Renames a node, and with it whatever its direct readers call it in their SQL. */
export function rename(graph: Graph, catalogue: Catalogue, id: string, name: string): Graph {
  const before = nodeOf(graph, id);
  if (!before || before.name === name) return graph;
  const readers = new Set(outgoing(graph, id).map((edge) => edge.target));
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      if (node.id === id) return { ...node, name };
      return readers.has(node.id) ? renameInputOf(node, catalogue, before.name, name) : node;
    }),
  };
}

/** `node` with the input `from` called `to` in each of its SQL parameters. */
export function renameInputOf(node: Node, catalogue: Catalogue, from: string, to: string): Node {
  const params = { ...node.params };
  let changed = false;
  for (const field of sqlFields(catalogue.get(node.kind))) {
    const text = params[field];
    if (typeof text !== "string") continue;
    const renamed = renameInput(text, from, to);
    changed ||= renamed !== text;
    params[field] = renamed;
  }
  return changed ? { ...node, params } : node;
}

/** Without the items, and without the edges of the nodes among them. */
export function remove(graph: Graph, items: Items): Graph {
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => !items.has(node.id)),
    notes: graph.notes.filter((note) => !items.has(note.id)),
    edges: graph.edges.filter(
      (edge) => !items.has(edge.source) && !items.has(edge.target) && !items.has(edgeId(edge)),
    ),
  };
}

export function replaceNode(graph: Graph, id: string, change: (node: Node) => Node): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_NAME = 100;

/** Why `name` can't be this node's name, or null. */
export function checkName(graph: Graph, id: string, name: string): string | null {
  if (name === "") return "Give the step a name.";
  if (name.length > MAX_NAME) return `A name has at most ${MAX_NAME} characters.`;
  if (!IDENTIFIER.test(name)) return "Use letters, digits and _ only, and start with a letter or _.";
  if (graph.nodes.some((node) => node.id !== id && node.name === name))
    return `Another step is named “${name}”.`;
  return null;
}

/** `base`, or `base_2`, `base_3`… when it is taken. */
export function uniqueName(taken: ReadonlySet<string>, base: string): string {
  const clean = base.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_") || "step";
  if (!taken.has(clean)) return clean;
  const stem = clean.replace(/_\d+$/, "");
  let number = 2;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

export const namesOf = (graph: Graph): Set<string> => new Set(graph.nodes.map((node) => node.name));
