/** Copy and paste: a fragment is plain JSON, so it also travels between jobs and browser tabs. */
import { type Edge, type Graph, type Node, type Note, newId, type Position } from "./document";
import { type Items, namesOf, renameInputOf, uniqueName } from "./edits";
import { snapPosition } from "./geometry";
import type { Catalogue } from "./operators";

export interface Fragment {
  readonly penstock: "fragment";
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly notes: readonly Note[];
}

/** The selected nodes and notes, with the edges among them; null when nothing of that is selected. */
export function copy(graph: Graph, items: Items): Fragment | null {
  const nodes = graph.nodes.filter((node) => items.has(node.id));
  const notes = graph.notes.filter((note) => items.has(note.id));
  if (nodes.length + notes.length === 0) return null;
  const edges = graph.edges.filter((edge) => items.has(edge.source) && items.has(edge.target));
  return { penstock: "fragment", nodes, edges, notes };
}

/** What is on the clipboard, or null when it is not a piece of a graph. */
export function readFragment(text: string): Fragment | null {
  try {
    const fragment = JSON.parse(text) as Fragment;
    const whole =
      Array.isArray(fragment.nodes) && Array.isArray(fragment.edges) && Array.isArray(fragment.notes);
    return fragment.penstock === "fragment" && whole ? fragment : null;
  } catch {
    return null;
  }
}

/** Pastes with new ids and free names; SQL inside the fragment follows the new names. */
export function paste(
  graph: Graph,
  catalogue: Catalogue,
  fragment: Fragment,
  shift: Position,
): { graph: Graph; items: Set<string> } {
  const taken = namesOf(graph);
  const ids = new Map<string, string>();
  const names = new Map<string, { from: string; to: string }>();
  for (const node of fragment.nodes) {
    const name = uniqueName(taken, node.name);
    taken.add(name);
    ids.set(node.id, newId("n"));
    names.set(node.id, { from: node.name, to: name });
  }
  const moved = ({ x, y }: Position): Position => snapPosition({ x: x + shift.x, y: y + shift.y });
  const edges = fragment.edges
    .filter((edge) => ids.has(edge.source) && ids.has(edge.target))
    .map((edge) => ({
      ...edge,
      source: ids.get(edge.source) as string,
      target: ids.get(edge.target) as string,
    }));
  const nodes = fragment.nodes.map((node) => ({
    ...withNewInputs(node, fragment, catalogue, names),
    id: ids.get(node.id) as string,
    name: names.get(node.id)?.to ?? node.name,
    position: moved(node.position),
  }));
  const notes = fragment.notes.map((note) => ({ ...note, id: newId("t"), position: moved(note.position) }));
  return {
    graph: {
      ...graph,
      nodes: [...graph.nodes, ...nodes],
      edges: [...graph.edges, ...edges],
      notes: [...graph.notes, ...notes],
    },
    items: new Set([...nodes, ...notes].map((item) => item.id)),
  };
}

function withNewInputs(
  node: Node,
  fragment: Fragment,
  catalogue: Catalogue,
  names: ReadonlyMap<string, { from: string; to: string }>,
): Node {
  return fragment.edges
    .filter((edge) => edge.target === node.id)
    .reduce((renamed, edge) => {
      const name = names.get(edge.source);
      return name ? renameInputOf(renamed, catalogue, name.from, name.to) : renamed;
    }, node);
}
