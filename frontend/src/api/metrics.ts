/**
 * Live figures of running instances. They arrive several times a second, so they live past the query cache
 * and past React's state: one store, and each reader re-renders only for the instance (or node) it watches.
 */
import { useCallback, useSyncExternalStore } from "react";
import type { Figure } from "./types";

/** Records per second in and out, and the share of time that the node waits for the ones behind it. */
export type NodeMetrics = Figure;

export interface Sample {
  /** Milliseconds since the epoch, by this browser's clock. */
  at: number;
  nodes: Record<string, NodeMetrics>;
}

/** Samples kept per instance: five minutes at one sample a second. */
const MAX_SAMPLES = 300;
const NONE: readonly Sample[] = [];

const samples = new Map<string, readonly Sample[]>();
const listeners = new Map<string, Set<() => void>>();

export function recordSample(
  instance: string,
  nodes: Record<string, NodeMetrics>,
  at: number = Date.now(),
): void {
  const before = samples.get(instance) ?? NONE;
  samples.set(instance, [...before.slice(-(MAX_SAMPLES - 1)), { at, nodes }]);
  for (const watcher of listeners.get(instance) ?? []) watcher();
}

function watch(instance: string, watcher: () => void): () => void {
  const set = listeners.get(instance) ?? new Set();
  listeners.set(instance, set.add(watcher));
  return () => set.delete(watcher);
}

/** All samples kept of an instance, oldest first. */
export function useSamples(instance: string): readonly Sample[] {
  const subscribe = useCallback((watcher: () => void) => watch(instance, watcher), [instance]);
  return useSyncExternalStore(subscribe, () => samples.get(instance) ?? NONE);
}

/** The latest figures of one node, or undefined while there are none. The edge labels of the canvas use it. */
export function useNodeMetrics(instance: string | undefined, node: string): NodeMetrics | undefined {
  const subscribe = useCallback(
    (watcher: () => void) => (instance ? watch(instance, watcher) : () => {}),
    [instance],
  );
  return useSyncExternalStore(subscribe, () =>
    instance ? samples.get(instance)?.at(-1)?.nodes[node] : undefined,
  );
}

/** What the job reads per second: the sum over its sources. Nodes in between would count records again. */
export function sumInflow(nodes: Record<string, NodeMetrics>): number {
  const sources = Object.values(nodes).filter((node) => node.end === "source");
  return sources.reduce((sum, node) => sum + (node.out ?? 0), 0);
}

/** What the job writes per second: the sum over its sinks. */
export function sumOutflow(nodes: Record<string, NodeMetrics>): number {
  const sinks = Object.values(nodes).filter((node) => node.end === "sink");
  return sinks.reduce((sum, node) => sum + (node.in ?? 0), 0);
}
