import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { useLinkState } from "@/api/events";
import { readGraph } from "@/canvas/model/document";
import { type JobDetail, job } from "@/features/jobs";
import { unsafe } from "./draft/keeper";
import type { EditorSession } from "./editorSession";

/** Shows the server's draft, and follows it, as long as nothing of this person's own would be overwritten. */
export function useDraftSync(session: EditorSession, detail: JobDetail): void {
  const client = useQueryClient();
  const phase = useStore(session.keeper.state, (state) => state.phase);
  const { draft } = detail;

  useEffect(() => {
    if (phase === "saved" && draft.revision > session.keeper.state.getState().revision) show(session, detail);
  }, [phase, draft, session, detail]);

  useEffect(() => {
    if (phase !== "lost") return;
    // Someone else's draft is the truth now; one's own work lies aside, to compare and bring back.
    void client.fetchQuery({ ...job(detail.id), staleTime: 0 }).then((now) => show(session, now));
  }, [phase, client, session, detail.id]);

  const line = useLinkState();
  useEffect(() => {
    if (line === "live") session.keeper.hurry();
  }, [line, session]);

  useEffect(() => {
    const stop = new AbortController();
    window.addEventListener("online", session.keeper.hurry, { signal: stop.signal });
    window.addEventListener("beforeunload", (event) => guard(event, session), { signal: stop.signal });
    return () => stop.abort();
  }, [session]);
}

function show(session: EditorSession, detail: JobDetail): void {
  session.canvas.replace(readGraph(detail.draft.graph), "Reload", true);
  session.keeper.adopt(detail.draft.revision, new Date(detail.draft.saved_at));
}

/** The browser asks before the page goes away with work that the server doesn't have; the copy here stays either way. */
function guard(event: BeforeUnloadEvent, session: EditorSession): void {
  if (!unsafe(session.keeper.state.getState())) return;
  void session.keeper.flush();
  event.preventDefault();
}
