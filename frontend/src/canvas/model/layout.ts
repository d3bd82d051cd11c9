/** The tidy layout: what elkjs is asked, and what its answer means. The worker that runs it is in `view/`. */

import type { Graph, Position } from "./document";
import { NODE_WIDTH, nodeHeight, snapPosition } from "./geometry";
import type { Catalogue } from "./operators";

export interface LayoutRequest {
  readonly id: string;
  readonly layoutOptions: Record<string, string>;
  readonly children: { id: string; width: number; height: number }[];
  readonly edges: { id: string; sources: string[]; targets: string[] }[];
}

export interface LayoutAnswer {
  readonly children?: readonly { id: string; x?: number; y?: number }[];
}

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": "88",
  "elk.spacing.nodeNode": "40",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
};

export function buildLayoutRequest(graph: Graph, catalogue: Catalogue): LayoutRequest {
  return {
    id: "root",
    layoutOptions: OPTIONS,
    children: graph.nodes.map((node) => ({
      id: node.id,
      width: NODE_WIDTH,
      height: nodeHeight(catalogue.get(node.kind)),
    })),
    edges: graph.edges.map((edge, at) => ({ id: `e${at}`, sources: [edge.source], targets: [edge.target] })),
  };
}

/** New places of the nodes, around the spot where the graph was before. */
export function readPositions(answer: LayoutAnswer, graph: Graph): Map<string, Position> {
  const left = Math.min(...graph.nodes.map((node) => node.position.x), Infinity);
  const top = Math.min(...graph.nodes.map((node) => node.position.y), Infinity);
  const origin = Number.isFinite(left) ? { x: left, y: top } : { x: 0, y: 0 };
  return new Map(
    (answer.children ?? []).map((child) => [
      child.id,
      snapPosition({ x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) }),
    ]),
  );
}
