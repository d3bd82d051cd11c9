/** The canvas being edited: document, selection, and a history in which everything can be undone. */

import { type TemporalState, temporal } from "zundo";
import { createStore, type StoreApi } from "zustand/vanilla";
import { edgeId, type Graph } from "./document";

export interface CanvasState {
  readonly graph: Graph;
  /** What the last change was called; part of the history, so that undo can name what it undoes. */
  readonly label: string;
  /** Counts every change, undone ones too: autosave compares it, never whole graphs. */
  readonly revision: number;
  readonly selection: ReadonlySet<string>;
  readonly readOnly: boolean;
}

type Remembered = Pick<CanvasState, "graph" | "label">;

export type CanvasStore = StoreApi<CanvasState> & { temporal: StoreApi<TemporalState<Remembered>> };

export interface Canvas {
  readonly store: CanvasStore;
  readonly graph: () => Graph;
  /** Makes a change that can be undone. Changes with the same `merge` key close together undo as one. */
  readonly edit: (label: string, change: (graph: Graph) => Graph, merge?: string) => void;
  readonly select: (items: Iterable<string>) => void;
  readonly undo: () => string | null;
  readonly redo: () => string | null;
  /** Takes another document (reload, restore); by default it can be undone, like anything else. */
  readonly replace: (graph: Graph, label: string, forget?: boolean) => void;
  readonly setReadOnly: (readOnly: boolean) => void;
}

const HISTORY = 200;
const MERGE_WITHIN_MS = 1_000;

export function createCanvas(
  graph: Graph,
  { readOnly = false, now = Date.now }: { readOnly?: boolean; now?: () => number } = {},
): Canvas {
  const store = createStore<CanvasState>()(
    temporal<CanvasState, [], [], Remembered>(
      () => ({ graph, label: "", revision: 0, selection: new Set<string>(), readOnly }),
      {
        limit: HISTORY,
        partialize: (state) => ({ graph: state.graph, label: state.label }),
        equality: (a, b) => a.graph === b.graph,
      },
    ),
  ) as CanvasStore;
  let last: { key: string; at: number } | null = null;

  const set = (next: Graph, label: string): void =>
    store.setState((state) => ({
      graph: next,
      label,
      revision: state.revision + 1,
      selection: kept(state.selection, next),
    }));

  const edit: Canvas["edit"] = (label, change, merge) => {
    const state = store.getState();
    const next = change(state.graph);
    if (state.readOnly || next === state.graph) return;
    const goesOn = merge !== undefined && last?.key === merge && now() - last.at < MERGE_WITHIN_MS;
    if (goesOn) store.temporal.getState().pause();
    set(next, label);
    if (goesOn) store.temporal.getState().resume();
    last = merge === undefined ? null : { key: merge, at: now() };
  };

  const travel = (step: "undo" | "redo"): string | null => {
    const history = store.temporal.getState();
    const states = step === "undo" ? history.pastStates : history.futureStates;
    if (store.getState().readOnly || states.length === 0) return null;
    const label = step === "undo" ? store.getState().label : (states.at(-1)?.label ?? "");
    history[step]();
    last = null;
    history.pause();
    store.setState((state) => ({
      revision: state.revision + 1,
      selection: kept(state.selection, state.graph),
    }));
    history.resume();
    return label;
  };

  return {
    store,
    graph: () => store.getState().graph,
    edit,
    select: (items) => {
      const selection = new Set(items);
      if (!sameSet(selection, store.getState().selection)) store.setState({ selection });
    },
    undo: () => travel("undo"),
    redo: () => travel("redo"),
    replace: (next, label, forget = false) => {
      last = null;
      set(next, label);
      if (forget) store.temporal.getState().clear();
    },
    setReadOnly: (value) => store.setState({ readOnly: value }),
  };
}

function kept(selection: ReadonlySet<string>, graph: Graph): ReadonlySet<string> {
  if (selection.size === 0) return selection;
  const there = new Set([...graph.nodes, ...graph.notes].map((item) => item.id));
  for (const edge of graph.edges) there.add(edgeId(edge));
  const left = [...selection].filter((id) => there.has(id));
  return left.length === selection.size ? selection : new Set(left);
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}
