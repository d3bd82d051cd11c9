/** Watch mode: when to run outdated cases automatically. Pure. */

export interface WatchState {
  readonly on: boolean;
  /** Revision of the draft that the server has. */
  readonly revision: number;
  readonly saved: boolean;
  readonly check: "waiting" | "clean" | "errors";
  readonly busy: boolean;
  /** Ids and revisions of the cases to run, so that a changed case runs again as well. */
  readonly cases: string;
}

/** Identifies what would run: states with the same key need only one run. */
export const runKey = ({ revision, cases }: WatchState): string => `${revision} ${cases}`;

/** Whether to run now; `last` is the key of the previous automatic run. */
export function shouldRun(state: WatchState, last: string | null): boolean {
  const { on, saved, check, busy, cases } = state;
  return on && saved && check === "clean" && !busy && cases !== "" && runKey(state) !== last;
}

/** The state of watch mode as a sentence. */
export function describeWatch({ on, saved, check, busy }: WatchState): string {
  if (!on) return "Run outdated cases automatically whenever the draft is saved and has no errors";
  if (busy) return "Watching: running";
  if (!saved) return "Watching: waiting for the draft to be saved";
  if (check === "errors") return "Watching: waiting for the errors to be fixed";
  if (check === "waiting") return "Watching: waiting for the check";
  return "Watching: runs again after the next change";
}
