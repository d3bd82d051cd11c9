/** An open job: canvas, check, draft and live metrics, for as long as its page is shown. */
import type { QueryClient } from "@tanstack/react-query";
import { type CheckStore, createCheck } from "@/canvas/model/check";
import { readGraph } from "@/canvas/model/document";
import type { Catalogue } from "@/canvas/model/operators";
import { type Canvas, createCanvas } from "@/canvas/model/store";
import { type CanvasContext, createBadges, createRun, createUi } from "@/canvas/view/context";
import { checkGraph, type JobDetail, saveDraft } from "@/features/jobs";
import { notifySuccess } from "@/ui/notify";
import { createCanvasServices } from "./canvasServices";
import {
  createDraftAutosave,
  createUnsavedDraftStorage,
  type DraftAutosave,
  type UnsavedDraft,
  type UnsavedDraftStorage,
} from "./draftAutosave";
import { createLiveCheck, type LiveCheck } from "./liveCheck";

export interface EditorSession {
  readonly canvas: Canvas;
  readonly check: CheckStore;
  readonly liveCheck: LiveCheck;
  readonly autosave: DraftAutosave;
  readonly storage: UnsavedDraftStorage;
  /** Work of an earlier visit that never reached the server. */
  readonly leftover: UnsavedDraft | null;
  readonly context: CanvasContext;
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
  const storage = createUnsavedDraftStorage(user, detail.id);
  const autosave = createDraftAutosave({
    graph: canvas.graph,
    revision: detail.draft.revision,
    savedAt: new Date(detail.draft.saved_at),
    save: (graph, revision) => saveDraft(client, detail.id, graph, revision),
    storage,
  });
  const liveCheck = createLiveCheck({
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
    onSave: () => void autosave.flush(),
    notify: notifySuccess,
  };
  return {
    canvas,
    check,
    liveCheck,
    autosave,
    storage,
    leftover: storage.read(),
    context: shared,
    open: () => listen(canvas, autosave, liveCheck),
  };
}

/** The server makes a version of the draft that it has: first it must have all of it. Throws when it does not. */
export async function saveBeforeSubmit({ autosave }: EditorSession): Promise<void> {
  await autosave.flush();
  const { phase, reason } = autosave.state.getState();
  if (phase !== "saved") throw new Error(`The draft is not saved: ${reason ?? "try again in a moment."}`);
}

function listen(canvas: Canvas, autosave: DraftAutosave, liveCheck: LiveCheck): () => void {
  liveCheck.changed();
  const stop = canvas.store.subscribe((state, before) => {
    if (state.graph === before.graph) return;
    liveCheck.changed();
    // A graph from the server is not a change by this person.
    if (!state.readOnly) autosave.changed();
  });
  return () => {
    stop();
    liveCheck.stop();
    // Leaving within the application: pending changes are sent now.
    void autosave.flush();
    autosave.stop();
  };
}
