/**
 * Live figures of a running job. They change many times a second, so they stay out of React Flow's state and of the
 * query cache: one store, one subscription for each node or edge that shows a figure.
 */

import { createStore, type StoreApi } from "zustand/vanilla";

export interface Flow {
  /** Records per second. */
  readonly in: number;
  readonly out: number;
  /** Share of time spent waiting for a slower reader, 0 to 1. */
  readonly backpressure: number;
}

export interface LiveState {
  /** State of the run that is shown, as the server observes it; null when none is. */
  readonly run: string | null;
  readonly nodes: Readonly<Record<string, Flow>>;
}

export type LiveStore = StoreApi<LiveState>;

export const createLive = (): LiveStore => createStore<LiveState>(() => ({ run: null, nodes: {} }));

/** Takes figures; those that didn't change keep their identity. */
export function takeMetrics(store: LiveStore, nodes: Readonly<Record<string, Partial<Flow>>>): void {
  const before = store.getState().nodes;
  const after: Record<string, Flow> = {};
  for (const [id, given] of Object.entries(nodes)) {
    const flow = { in: given.in ?? 0, out: given.out ?? 0, backpressure: given.backpressure ?? 0 };
    const old = before[id];
    after[id] =
      old && old.in === flow.in && old.out === flow.out && old.backpressure === flow.backpressure
        ? old
        : flow;
  }
  store.setState({ nodes: after });
}

/** Records per second as a person reads them: 0.4/s, 12/s, 3.4k/s, 1.2M/s. */
export function rate(perSecond: number): string {
  if (perSecond < 10) return `${trimmed(perSecond)}/s`;
  if (perSecond < 1_000) return `${Math.round(perSecond)}/s`;
  if (perSecond < 1_000_000) return `${trimmed(perSecond / 1_000)}k/s`;
  return `${trimmed(perSecond / 1_000_000)}M/s`;
}

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/, "");
