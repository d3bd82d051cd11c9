/** An open job: canvas, check, draft and live figures, held together for as long as its page is shown. */
import type { QueryClient } from "@tanstack/react-query";
import { type CheckStore, createCheck } from "@/canvas/model/check";
import { readGraph } from "@/canvas/model/document";
import type { Catalogue } from "@/canvas/model/operators";
import { type Canvas, createCanvas } from "@/canvas/model/store";
import { type CanvasContext, createBadges, createRun, createUi } from "@/canvas/view/context";
import { checkGraph, type JobDetail, saveDraft } from "@/features/jobs";
import { notifySuccess } from "@/ui/notify";
import { createCanvasServices } from "./canvasServices";
import { createKeeper, type Keeper } from "./draft/keeper";
import { createLiveCheck, type LiveCheck } from "./liveCheck";
import {
  createUnsavedDraftStorage,
  type UnsavedDraft,
  type UnsavedDraftStorage,
} from "./unsavedDraftStorage";

export interface EditorSession {
  readonly canvas: Canvas;
  readonly check: CheckStore;
  readonly checker: LiveCheck;
  readonly keeper: Keeper;
  readonly stash: UnsavedDraftStorage;
  /** Work of an earlier visit that never reached the server. */
  readonly found: UnsavedDraft | null;
  readonly shared: CanvasContext;
  /** Starts listening; the returned function ends it. */
  readonly open: () => () => void;
}

export function createEditorSession(
  client: QueryClient,
  project: string,
  user: string,
  detail: JobDetail,
  catalogue: Catalogue,
): EditorSession {
  const canvas = createCanvas(readGraph(detail.draft.graph), { readOnly: true });
  const check = createCheck();
  const stash = createUnsavedDraftStorage(user, detail.id);
  const keeper = createKeeper({
    graph: canvas.graph,
    revision: detail.draft.revision,
    savedAt: new Date(detail.draft.saved_at),
    save: (graph, revision) => saveDraft(detail.id, graph, revision),
    stash,
  });
  const checker = createLiveCheck({
    graph: canvas.graph,
    store: check,
    check: (graph, signal) => checkGraph(detail.id, graph, signal),
  });
  const shared: CanvasContext = {
    canvas,
    check,
    catalogue,
    ui: createUi(),
    run: createRun(),
    badges: createBadges(),
    services: createCanvasServices(client, project, detail.id),
    view: { current: null },
    onSave: () => void keeper.flush(),
    notify: notifySuccess,
  };
  return {
    canvas,
    check,
    checker,
    keeper,
    stash,
    found: stash.take(),
    shared,
    open: () => listen(canvas, keeper, checker),
  };
}

function listen(canvas: Canvas, keeper: Keeper, checker: LiveCheck): () => void {
  checker.changed();
  const stop = canvas.store.subscribe((state, before) => {
    if (state.graph === before.graph) return;
    checker.changed();
    // What came from the server is no work of this person's.
    if (!state.readOnly) keeper.changed();
  });
  return () => {
    stop();
    checker.stop();
    // Leaving within the page: what still waits is sent off now.
    void keeper.flush();
    keeper.stop();
  };
}
