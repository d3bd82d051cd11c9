import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { useLinkState } from "@/api/events";
import { readGraph } from "@/canvas/model/document";
import { type JobDetail, job } from "@/features/jobs";
import { hasUnsavedWork } from "@/lib/autosave";
import type { EditorSession } from "./editorSession";

/** Shows the server's draft and follows its changes, as long as no unsaved work of this person would be overwritten. */
export function useDraftSync(session: EditorSession, detail: JobDetail): void {
  const client = useQueryClient();
  const phase = useStore(session.autosave.state, (state) => state.phase);
  const { draft } = detail;

  useEffect(() => {
    if (phase === "saved" && draft.revision > session.autosave.state.getState().revision)
      show(session, detail);
  }, [phase, draft, session, detail]);

  useEffect(() => {
    if (phase !== "conflict") return;
    // The draft is somebody else's now; this person's work stays available, to compare and to restore.
    void client.fetchQuery({ ...job(detail.id), staleTime: 0 }).then((now) => show(session, now));
  }, [phase, client, session, detail.id]);

  const line = useLinkState();
  useEffect(() => {
    if (line === "live") session.autosave.retryNow();
  }, [line, session]);

  useEffect(() => {
    const stop = new AbortController();
    window.addEventListener("online", session.autosave.retryNow, { signal: stop.signal });
    window.addEventListener("beforeunload", (event) => guard(event, session), { signal: stop.signal });
    return () => stop.abort();
  }, [session]);
}

function show(session: EditorSession, detail: JobDetail): void {
  session.canvas.replace(readGraph(detail.draft.graph), "Reload", true);
  session.autosave.adopt({ revision: detail.draft.revision, savedAt: new Date(detail.draft.saved_at) });
}

/** The browser asks before the page goes away with work that the server doesn't have; the copy here stays either way. */
function guard(event: BeforeUnloadEvent, session: EditorSession): void {
  if (!hasUnsavedWork(session.autosave.state.getState())) return;
  void session.autosave.flush();
  event.preventDefault();
}
