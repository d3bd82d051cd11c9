/** What every part of an open canvas shares. The value never changes while a job is open, so reading it costs nothing. */

import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { CheckState, CheckStore } from "@/canvas/model/check";
import type { Position } from "@/canvas/model/document";
import { type Mark, type Marks, NO_MARKS } from "@/canvas/model/marks";
import type { Catalogue } from "@/canvas/model/operators";
import type { Services } from "@/canvas/model/services";
import type { Canvas, CanvasState } from "@/canvas/model/store";

export interface PanelPlace {
  readonly node: string;
  /** Parameter to bring into view, as the check names it. */
  readonly field?: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
  /** Just added: what is still empty is not yet a mistake. */
  readonly fresh?: boolean;
}

/** A line pulled out of a port and let go over nothing. */
export interface LooseEnd {
  readonly node: string;
  readonly port: string;
  readonly side: "output" | "input";
}

export interface QuickAddPlace {
  /** In canvas units. */
  readonly at: Position;
  /** In pixels of the pane. */
  readonly on: Position;
  readonly from: LooseEnd | null;
}

export interface UiState {
  readonly panel: PanelPlace | null;
  readonly quickAdd: QuickAddPlace | null;
  /** The edge under the thing that is being dragged. */
  readonly dropEdge: string | null;
  /** Zoomed out so far that text could not be read. */
  readonly far: boolean;
}

export interface View {
  /** The middle of what is seen, in canvas units. */
  readonly middle: () => Position;
  /** Brings a step into view, if it isn't. */
  readonly reveal: (node: string) => void;
}

export interface Shared {
  readonly canvas: Canvas;
  readonly check: CheckStore;
  readonly ui: StoreApi<UiState>;
  /** The run whose figures are drawn. */
  readonly run: StoreApi<{ readonly instance: string | undefined; readonly observed: string | undefined }>;
  /** What tests have to say of single steps; empty while nobody asks. */
  readonly marks: StoreApi<{ readonly nodes: Marks }>;
  readonly catalogue: Catalogue;
  readonly services: Services;
  /** What only the drawing area can do; empty while none is shown. */
  readonly view: { current: View | null };
  readonly onSave: () => void;
  /** Tells the person something in passing. */
  readonly say: (sentence: string) => void;
}

export const createUi = (): StoreApi<UiState> =>
  createStore<UiState>(() => ({ panel: null, quickAdd: null, dropEdge: null, far: false }));

export const createRun = (): Shared["run"] =>
  createStore(() => ({ instance: undefined, observed: undefined }));

export const createMarks = (): Shared["marks"] => createStore(() => ({ nodes: NO_MARKS }));

const Context = createContext<Shared | null>(null);
export const CanvasProvider = Context.Provider;

export function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error("A part of the canvas was used outside an open job.");
  return shared;
}

/** Opens a step's panel, at a field if one is named, and brings the step into view. */
export function focusNode({ canvas, ui, view }: Shared, place: PanelPlace): void {
  canvas.select([place.node]);
  ui.setState({ panel: place });
  view.current?.reveal(place.node);
}

export const useCanvas = <T>(select: (state: CanvasState) => T): T =>
  useStore(useShared().canvas.store, select);
export const useCheck = <T>(select: (state: CheckState) => T): T => useStore(useShared().check, select);
export const useUi = <T>(select: (state: UiState) => T): T => useStore(useShared().ui, select);
export const useMark = (node: string): Mark | undefined =>
  useStore(useShared().marks, (state) => state.nodes.get(node));
export const useRun = (): { instance: string | undefined; observed: string | undefined } =>
  useStore(useShared().run);
