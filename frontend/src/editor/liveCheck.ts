/** The live check: shortly after the last change the server reports problems and output columns. */
import { applyReport, type CheckReport, type CheckStore } from "@/canvas/model/check";
import type { Graph } from "@/canvas/model/document";

interface Options {
  readonly graph: () => Graph;
  readonly store: CheckStore;
  readonly check: (graph: Graph, signal: AbortSignal) => Promise<CheckReport>;
  readonly pauseMs?: number;
  readonly retryMs?: number;
}

export interface LiveCheck {
  /** The graph may be another one. Moves alone ask nothing of the server. */
  readonly changed: () => void;
  readonly again: () => void;
  readonly stop: () => void;
}

const PAUSE_MS = 400;
const RETRY_MS = 5_000;

/** What the meaning of a graph depends on: everything but where things lie. */
function meaning({ settings, nodes, edges }: Graph): string {
  return JSON.stringify([settings, nodes.map(({ position: _, ...node }) => node), edges]);
}

export function createLiveCheck({
  graph,
  store,
  check,
  pauseMs = PAUSE_MS,
  retryMs = RETRY_MS,
}: Options): LiveCheck {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  let asked = "";

  const soon = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), ms);
  };

  const ask = async () => {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    try {
      const report = await check(graph(), mine.signal);
      if (!mine.signal.aborted) applyReport(store, report);
    } catch (error) {
      if (mine.signal.aborted) return;
      store.setState({ phase: "unreachable", reason: error instanceof Error ? error.message : "" });
      soon(retryMs);
    }
  };

  return {
    changed: () => {
      const now = meaning(graph());
      if (now === asked) return;
      asked = now;
      asking?.abort();
      store.setState({ phase: "waiting" });
      soon(pauseMs);
    },
    again: () => soon(0),
    stop: () => {
      clearTimeout(timer);
      asking?.abort();
      // A restart needs a check, also for the same graph.
      asked = "";
    },
  };
}
