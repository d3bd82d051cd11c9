/**
 * Live figures of running instances. They arrive several times a second, so they live past the query cache
 * and past React's state: one store, and each reader re-renders only for the instance (or node) it watches.
 */
import { useCallback, useSyncExternalStore } from "react";
import type { Figure } from "./types";

/** Records per second in and out, and the share of time that the node waits for the ones behind it. */
export type NodeFigures = Figure;

export interface Sample {
  /** Milliseconds since the epoch, by this browser's clock. */
  at: number;
  nodes: Record<string, NodeFigures>;
}

/** Samples kept per instance: five minutes at one sample a second. */
const KEPT = 300;
const NONE: readonly Sample[] = [];

const samples = new Map<string, readonly Sample[]>();
const watchers = new Map<string, Set<() => void>>();

export function record(instance: string, nodes: Record<string, NodeFigures>, at: number = Date.now()): void {
  const before = samples.get(instance) ?? NONE;
  samples.set(instance, [...before.slice(-(KEPT - 1)), { at, nodes }]);
  for (const watcher of watchers.get(instance) ?? []) watcher();
}

function watch(instance: string, watcher: () => void): () => void {
  const set = watchers.get(instance) ?? new Set();
  watchers.set(instance, set.add(watcher));
  return () => set.delete(watcher);
}

/** All samples kept of an instance, oldest first. */
export function useSamples(instance: string): readonly Sample[] {
  const subscribe = useCallback((watcher: () => void) => watch(instance, watcher), [instance]);
  return useSyncExternalStore(subscribe, () => samples.get(instance) ?? NONE);
}

/** The latest figures of one node, or undefined while there are none. The edge labels of the canvas use it. */
export function useNodeFigures(instance: string | undefined, node: string): NodeFigures | undefined {
  const subscribe = useCallback(
    (watcher: () => void) => (instance ? watch(instance, watcher) : () => {}),
    [instance],
  );
  return useSyncExternalStore(subscribe, () =>
    instance ? samples.get(instance)?.at(-1)?.nodes[node] : undefined,
  );
}

/** What enters the job per second: the sum over the nodes that nothing flows into. */
export function inflow(nodes: Record<string, NodeFigures>): number {
  const sources = Object.values(nodes).filter((figures) => !figures.in);
  return sources.reduce((sum, figures) => sum + (figures.out ?? 0), 0);
}

/** What leaves the job per second: the sum over the nodes that nothing flows out of. */
export function outflow(nodes: Record<string, NodeFigures>): number {
  const sinks = Object.values(nodes).filter((figures) => !figures.out);
  return sinks.reduce((sum, figures) => sum + (figures.in ?? 0), 0);
}
