/** Labels, tones and sentences for the states of cases, runs and suites, and of watch mode. Pure. */
import type { Tone } from "@/ui/Status";
import type { RunState, RunSummary } from "./types";

export type CaseState = RunState | "none" | "stale";

const LABELS: Record<CaseState, readonly [label: string, tone: Tone]> = {
  none: ["Not run", "idle"],
  queued: ["Queued", "busy"],
  running: ["Running", "busy"],
  passed: ["Passed", "done"],
  failed: ["Failed", "bad"],
  finished: ["Ran, nothing expected", "idle"],
  stopped: ["Stopped at its limits", "warn"],
  error: ["Could not run", "bad"],
  cancelled: ["Cancelled", "idle"],
  stale: ["Outdated", "warn"],
};

export const isTerminal = (state: RunState): boolean => state !== "queued" && state !== "running";

/** The state of a case: a result of another draft or other data is outdated. */
export function getCaseState(run: RunSummary | null | undefined): CaseState {
  if (!run) return "none";
  return isTerminal(run.state) && run.state !== "cancelled" && !run.fresh ? "stale" : run.state;
}

export const getStateLabel = (state: CaseState): string => LABELS[state][0];
export const getStateTone = (state: CaseState): Tone => LABELS[state][1];

/** "412 ms", "3.2 s". */
export function formatRunTime(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return "";
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

export interface StateCounts {
  readonly passed: number;
  readonly failed: number;
  readonly busy: number;
  /** Not run, outdated, without expectations, stopped or cancelled. */
  readonly open: number;
  readonly of: number;
}

export function countStates(runs: readonly (RunSummary | null | undefined)[]): StateCounts {
  const states = runs.map(getCaseState);
  const count = (...of: CaseState[]) => states.filter((state) => of.includes(state)).length;
  const [passed, failed, busy] = [count("passed"), count("failed", "error"), count("queued", "running")];
  return { passed, failed, busy, open: states.length - passed - failed - busy, of: states.length };
}

export function describeSuite({ passed, failed, busy, of }: StateCounts): string {
  if (of === 0) return "No cases";
  const parts = [`${passed} of ${of} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (busy > 0) parts.push(`${busy} running`);
  return parts.join(", ");
}

export const getSuiteTone = ({ passed, failed, busy, of }: StateCounts): Tone =>
  busy > 0 ? "busy" : failed > 0 ? "bad" : passed === of && of > 0 ? "done" : "idle";

const formatRowCount = (count: number) => `${count} ${count === 1 ? "row" : "rows"}`;

/** The outcome of a run in one sentence or two. */
export function describeRun(run: RunSummary): string {
  const { outputs, late, mismatches } = run.counts;
  const produced = Object.values(outputs).reduce((sum, count) => sum + count, 0);
  const dropped = late > 0 ? ` ${formatRowCount(late)} came too late.` : "";
  const outdated = run.fresh || !isTerminal(run.state) ? "" : " The job or its data have changed since then.";
  const sentences: Record<RunState, string> = {
    queued: "Queued.",
    running: "Running on the test cluster.",
    passed: `All rows are as expected.${dropped}`,
    failed: `${mismatches === 1 ? "1 row differs" : `${mismatches} rows differ`} from what was expected.${dropped}`,
    finished: `The job produced ${formatRowCount(produced)}. Nothing is expected yet: check them, and accept them if they are correct.${dropped}`,
    stopped: run.error || "The run was stopped at its limits; the rows so far are shown.",
    error: run.error || "The case could not be run.",
    cancelled: "The run was cancelled.",
  };
  return sentences[run.state] + outdated;
}

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
