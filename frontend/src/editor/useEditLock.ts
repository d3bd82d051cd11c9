import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useMay } from "@/api/session";
import { type JobDetail, type Lock, useTakeLock } from "@/features/jobs";
import { notifyError } from "@/ui/notify";
import type { EditorSession } from "./editorSession";

export interface EditLock {
  readonly lock: Lock | null;
  /** This person may edit, has the lock, and nothing is in the way. */
  readonly editable: boolean;
  /** Editable, or about to be: the palette is there from the first moment, so that the canvas needn't shrink. */
  readonly showsPalette: boolean;
  /** This person could edit if they had the lock. */
  readonly mayEdit: boolean;
  readonly taking: boolean;
  readonly take: (force: boolean) => void;
}

/** Who edits. A free lock is taken by anyone who opens the job and may edit; a lost one makes the page read-only at once. */
export function useEditLock(session: EditorSession, project: string, detail: JobDetail): EditLock {
  const mayEdit = useMay(project)("job.edit");
  const { mutate, isPending } = useTakeLock(detail.id);
  const phase = useStore(session.autosave.state, (state) => state.phase);
  const mine = detail.lock?.mine ?? false;
  const editable = mayEdit && mine && phase !== "conflict";
  const free = detail.lock === null;
  const asked = useRef(false);

  useEffect(() => {
    // Once: if someone releases the lock on purpose, another open page must not take it at once.
    if (!free || !mayEdit || asked.current) return;
    asked.current = true;
    mutate(false, { onError: (error) => notifyError("The job can't be edited", error) });
  }, [free, mayEdit, mutate]);

  const had = useRef(false);
  useEffect(() => {
    // Unsaved changes are sent now: the server rejects them and keeps them as a conflict copy.
    if (had.current && !mine) void session.autosave.flush();
    had.current = mine;
  }, [mine, session]);

  useEffect(() => session.canvas.setReadOnly(!editable), [editable, session]);
  const take = (force: boolean) =>
    mutate(force, { onError: (error) => notifyError("The lock could not be taken", error) });
  const draws = editable || (mayEdit && free && (isPending || !asked.current));
  return { lock: detail.lock, editable, showsPalette: draws, mayEdit, taking: isPending, take };
}
