/** An open job: canvas, check, draft and live figures, held together for as long as its page is shown. */
import type { QueryClient } from "@tanstack/react-query";
import { type CheckStore, createCheck } from "@/canvas/model/check";
import { readGraph } from "@/canvas/model/document";
import type { Catalogue } from "@/canvas/model/operators";
import { type Canvas, createCanvas } from "@/canvas/model/store";
import { createMarks, createRun, createUi, type Shared } from "@/canvas/view/context";
import { told } from "@/ui/notify";
import { type Checker, createChecker } from "./checking";
import { createKeeper, type Keeper } from "./draft/keeper";
import { createStash, type Stash, type Stashed } from "./draft/stash";
import { checkGraph, type JobDetail, saveDraft } from "./jobs";
import { servicesOf } from "./services";

export interface Session {
  readonly canvas: Canvas;
  readonly check: CheckStore;
  readonly checker: Checker;
  readonly keeper: Keeper;
  readonly stash: Stash;
  /** Work of an earlier visit that never reached the server. */
  readonly found: Stashed | null;
  readonly shared: Shared;
  /** Starts listening; the returned function ends it. */
  readonly open: () => () => void;
}

export function createSession(
  client: QueryClient,
  project: string,
  user: string,
  detail: JobDetail,
  catalogue: Catalogue,
): Session {
  const canvas = createCanvas(readGraph(detail.draft.graph), { readOnly: true });
  const check = createCheck();
  const stash = createStash(user, detail.id);
  const keeper = createKeeper({
    graph: canvas.graph,
    revision: detail.draft.revision,
    savedAt: new Date(detail.draft.saved_at),
    save: (graph, revision) => saveDraft(detail.id, graph, revision),
    stash,
  });
  const checker = createChecker({
    graph: canvas.graph,
    store: check,
    check: (graph, signal) => checkGraph(detail.id, graph, signal),
  });
  const shared: Shared = {
    canvas,
    check,
    catalogue,
    ui: createUi(),
    run: createRun(),
    marks: createMarks(),
    services: servicesOf(client, project, detail.id),
    view: { current: null },
    onSave: () => void keeper.flush(),
    say: told,
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

function listen(canvas: Canvas, keeper: Keeper, checker: Checker): () => void {
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
