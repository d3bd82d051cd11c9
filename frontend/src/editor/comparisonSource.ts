/** The ends of a comparison: a version's number, `draft`, or `side:<id>` for the conflict copy. */
import { useQuery } from "@tanstack/react-query";
import { type Graph, readGraph } from "@/canvas/model/document";
import { job, sideDrafts, version } from "@/features/jobs";

export interface ComparisonSource {
  readonly name: string;
  readonly graph: Graph | undefined;
  readonly error: Error | null;
}

const SIDE = "side:";

export function useComparisonSource(id: string, point: string): ComparisonSource {
  const number = Number(point);
  const isVersion = Number.isInteger(number) && number > 0;
  const isSide = point.startsWith(SIDE);
  const versioned = useQuery({ ...version(id, number), enabled: isVersion });
  const detail = useQuery({ ...job(id), enabled: !isVersion && !isSide });
  const sides = useQuery({ ...sideDrafts(id), enabled: isSide });
  if (isVersion) return toSource(`version ${number}`, versioned.data?.graph, versioned.error);
  if (!isSide) return toSource("the draft", detail.data?.draft.graph, detail.error);
  const side = sides.data?.results.find((draft) => draft.id === point.slice(SIDE.length));
  const missing = sides.data && !side ? new Error("This conflict copy no longer exists.") : null;
  return toSource("the conflict copy", side?.graph, sides.error ?? missing);
}

const toSource = (name: string, graph: unknown, error: Error | null): ComparisonSource => ({
  name,
  graph: graph === undefined ? undefined : readGraph(graph),
  error,
});
