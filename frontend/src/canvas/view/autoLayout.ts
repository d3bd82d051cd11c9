/** Computes a tidy layout with elkjs, in a worker, loaded when first asked for. */

import ELK, { type ELK as Elk } from "elkjs/lib/elk-api";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import type { Graph, Position } from "@/canvas/model/document";
import { buildLayoutRequest, readPositions } from "@/canvas/model/layout";
import type { Catalogue } from "@/canvas/model/operators";

let elk: Elk | undefined;

export async function computeLayout(graph: Graph, catalogue: Catalogue): Promise<Map<string, Position>> {
  elk ??= new ELK({ workerUrl });
  return readPositions(await elk.layout(buildLayoutRequest(graph, catalogue)), graph);
}
