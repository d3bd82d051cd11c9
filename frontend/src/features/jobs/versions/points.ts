/** The ends of a comparison: a version's number, `draft`, or `side:<id>` for work kept aside. */
import { useQuery } from "@tanstack/react-query";
import { type Graph, readGraph } from "@/canvas/model/document";
import { job, sideDrafts, version } from "../jobs";

export interface Point {
  readonly name: string;
  readonly graph: Graph | undefined;
  readonly error: Error | null;
}

const SIDE = "side:";

export function usePoint(id: string, point: string): Point {
  const number = Number(point);
  const isVersion = Number.isInteger(number) && number > 0;
  const isSide = point.startsWith(SIDE);
  const versioned = useQuery({ ...version(id, number), enabled: isVersion });
  const detail = useQuery({ ...job(id), enabled: !isVersion && !isSide });
  const sides = useQuery({ ...sideDrafts(id), enabled: isSide });
  if (isVersion) return answer(`version ${number}`, versioned.data?.graph, versioned.error);
  if (!isSide) return answer("the draft", detail.data?.draft.graph, detail.error);
  const side = sides.data?.results.find((draft) => draft.id === point.slice(SIDE.length));
  const missing = sides.data && !side ? new Error("This work is not kept any more.") : null;
  return answer("work kept aside", side?.graph, sides.error ?? missing);
}

const answer = (name: string, graph: unknown, error: Error | null): Point => ({
  name,
  graph: graph === undefined ? undefined : readGraph(graph),
  error,
});
