/** When to run the suite by itself: the draft was saved, its check is clean, and this was not tried before. */

export interface Moment {
  readonly on: boolean;
  /** Revision of the draft that the server has. */
  readonly revision: number;
  readonly saved: boolean;
  readonly check: "waiting" | "clean" | "errors";
  readonly busy: boolean;
  /** Cases to run, and their revisions: a changed case is run again as well. */
  readonly cases: string;
}

/** What a run would be about: two moments with the same answer need one run. */
export const subject = ({ revision, cases }: Moment): string => `${revision} ${cases}`;

/** Whether to run now; `last` is the subject that ran last, or that was there when the watch began. */
export function due(moment: Moment, last: string | null): boolean {
  const { on, saved, check, busy, cases } = moment;
  return on && saved && check === "clean" && !busy && cases !== "" && subject(moment) !== last;
}

/** What the watch is doing, for people. */
export function watchSentence({ on, saved, check, busy }: Moment): string {
  if (!on) return "Run all cases by themselves whenever the draft is saved and its check is clean";
  if (busy) return "Watching: running";
  if (!saved) return "Watching: waits until the draft is saved";
  if (check === "errors") return "Watching: waits until the check is clean";
  if (check === "waiting") return "Watching: waits for the check";
  return "Watching: runs again after the next change";
}
