/** Names of nodes: identifiers by which SQL refers to them. */

import type { Graph } from "./document";

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
