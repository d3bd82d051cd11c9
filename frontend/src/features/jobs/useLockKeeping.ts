import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useMay } from "@/features/session/session";
import { failed } from "@/ui/notify";
import { type JobDetail, type Lock, useTakeLock } from "./jobs";
import type { Session } from "./session";

export interface LockState {
  readonly lock: Lock | null;
  /** This person may edit, has the lock, and nothing is in the way. */
  readonly editable: boolean;
  /** Editable, or about to be: the palette is there from the first moment, so that the canvas needn't shrink. */
  readonly draws: boolean;
  /** This person could edit if they had the lock. */
  readonly mayEdit: boolean;
  readonly taking: boolean;
  readonly take: (force: boolean) => void;
}

/** Who edits. A free lock is taken by whoever opens the job and may edit; a lost one makes the page read-only at once. */
export function useLockKeeping(session: Session, project: string, detail: JobDetail): LockState {
  const mayEdit = useMay(project)("job.edit");
  const { mutate, isPending } = useTakeLock(detail.id);
  const phase = useStore(session.keeper.state, (state) => state.phase);
  const mine = detail.lock?.mine ?? false;
  const editable = mayEdit && mine && phase !== "lost";
  const free = detail.lock === null;
  const asked = useRef(false);

  useEffect(() => {
    // Once: if someone gives the lock back on purpose, nobody's open page should snatch it.
    if (!free || !mayEdit || asked.current) return;
    asked.current = true;
    mutate(false, { onError: (error) => failed("The job can't be edited", error) });
  }, [free, mayEdit, mutate]);

  const had = useRef(false);
  useEffect(() => {
    // What is drawn but not yet saved goes to the server now: it refuses, and keeps it beside the draft.
    if (had.current && !mine) void session.keeper.flush();
    had.current = mine;
  }, [mine, session]);

  useEffect(() => session.canvas.setReadOnly(!editable), [editable, session]);
  const take = (force: boolean) =>
    mutate(force, { onError: (error) => failed("The lock could not be taken", error) });
  const draws = editable || (mayEdit && free && (isPending || !asked.current));
  return { lock: detail.lock, editable, draws, mayEdit, taking: isPending, take };
}
