/** Counts how often each node is drawn: the steadiest measure of a canvas's cost, used by tests and the bench. */

const counts = new Map<string, number>();

export function countRender(id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

/** Counts since the last call. */
export function takeRenderCounts(): Map<string, number> {
  const taken = new Map(counts);
  counts.clear();
  return taken;
}
