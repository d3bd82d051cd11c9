/** What every part of an open canvas shares. The value never changes while a job is open, so reading it costs nothing. */

import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { CheckState, CheckStore } from "@/canvas/model/check";
import type { Position } from "@/canvas/model/document";
import type { HostServices } from "@/canvas/model/hostServices";
import { type Badge, type Badges, NO_BADGES } from "@/canvas/model/nodeBadges";
import type { Catalogue } from "@/canvas/model/operators";
import type { Canvas, CanvasState } from "@/canvas/model/store";

export interface PanelTarget {
  readonly node: string;
  /** Parameter to bring into view, as the check names it. */
  readonly field?: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
  /** Just added: what is still empty is not yet a mistake. */
  readonly fresh?: boolean;
}

/** A line pulled out of a port and let go over nothing. */
export interface DanglingConnection {
  readonly node: string;
  readonly port: string;
  readonly side: "output" | "input";
}

export interface QuickAddTarget {
  /** In canvas units. */
  readonly at: Position;
  /** In pixels of the pane. */
  readonly on: Position;
  readonly from: DanglingConnection | null;
}

export interface UiState {
  readonly panel: PanelTarget | null;
  readonly quickAdd: QuickAddTarget | null;
  /** The edge under the thing that is being dragged. */
  readonly dropEdge: string | null;
  /** Zoomed out so far that text could not be read. */
  readonly zoomedOut: boolean;
}

export interface ViewportApi {
  /** The middle of what is seen, in canvas units. */
  readonly middle: () => Position;
  /** Brings a step into view, if it isn't. */
  readonly reveal: (node: string) => void;
}

export interface CanvasContext {
  readonly canvas: Canvas;
  readonly check: CheckStore;
  readonly ui: StoreApi<UiState>;
  /** The run whose figures are drawn. */
  readonly run: StoreApi<{ readonly instance: string | undefined; readonly observed: string | undefined }>;
  /** What tests have to say of single steps; empty while nobody asks. */
  readonly badges: StoreApi<{ readonly nodes: Badges }>;
  readonly catalogue: Catalogue;
  readonly services: HostServices;
  /** What only the drawing area can do; empty while none is shown. */
  readonly view: { current: ViewportApi | null };
  readonly onSave: () => void;
  /** Tells the person something in passing. */
  readonly notify: (sentence: string) => void;
}

export const createUi = (): StoreApi<UiState> =>
  createStore<UiState>(() => ({ panel: null, quickAdd: null, dropEdge: null, zoomedOut: false }));

export const createRun = (): CanvasContext["run"] =>
  createStore(() => ({ instance: undefined, observed: undefined }));

export const createBadges = (): CanvasContext["badges"] => createStore(() => ({ nodes: NO_BADGES }));

const Context = createContext<CanvasContext | null>(null);
export const CanvasProvider = Context.Provider;

export function useCanvasContext(): CanvasContext {
  const shared = useContext(Context);
  if (!shared) throw new Error("A part of the canvas was used outside an open job.");
  return shared;
}

/** Opens a step's panel, at a field if one is named, and brings the step into view. */
export function focusNode({ canvas, ui, view }: CanvasContext, place: PanelTarget): void {
  canvas.select([place.node]);
  ui.setState({ panel: place });
  view.current?.reveal(place.node);
}

export const useCanvas = <T>(select: (state: CanvasState) => T): T =>
  useStore(useCanvasContext().canvas.store, select);
export const useCheck = <T>(select: (state: CheckState) => T): T =>
  useStore(useCanvasContext().check, select);
export const useUi = <T>(select: (state: UiState) => T): T => useStore(useCanvasContext().ui, select);
export const useBadge = (node: string): Badge | undefined =>
  useStore(useCanvasContext().badges, (state) => state.nodes.get(node));
export const useRun = (): { instance: string | undefined; observed: string | undefined } =>
  useStore(useCanvasContext().run);
