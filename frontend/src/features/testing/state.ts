/** How a case, a run and a suite fare, in words and marks. */
import type { Tone } from "@/ui/Status";
import type { RunState, RunSummary } from "./types";

export type CaseState = RunState | "none" | "stale";

const WORDS: Record<CaseState, readonly [word: string, tone: Tone]> = {
  none: ["Not run", "idle"],
  queued: ["Waiting", "busy"],
  running: ["Running", "busy"],
  passed: ["Passed", "done"],
  failed: ["Failed", "bad"],
  finished: ["Ran, nothing expected", "idle"],
  stopped: ["Stopped at its limits", "warn"],
  error: ["Could not run", "bad"],
  cancelled: ["Cancelled", "idle"],
  stale: ["Outdated", "warn"],
};

export const settled = (state: RunState): boolean => state !== "queued" && state !== "running";

/** What counts now: a result of another draft or other data is told as outdated, with what it was. */
export function stateOf(run: RunSummary | null | undefined): CaseState {
  if (!run) return "none";
  return settled(run.state) && run.state !== "cancelled" && !run.fresh ? "stale" : run.state;
}

export const wordOf = (state: CaseState): string => WORDS[state][0];
export const toneOf = (state: CaseState): Tone => WORDS[state][1];

/** "412 ms", "3.2 s". */
export function took(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return "";
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly busy: number;
  /** Not run, outdated, without expectations, stopped or cancelled. */
  readonly open: number;
  readonly of: number;
}

export function tally(runs: readonly (RunSummary | null | undefined)[]): Tally {
  const states = runs.map(stateOf);
  const count = (...of: CaseState[]) => states.filter((state) => of.includes(state)).length;
  const [passed, failed, busy] = [count("passed"), count("failed", "error"), count("queued", "running")];
  return { passed, failed, busy, open: states.length - passed - failed - busy, of: states.length };
}

export function suiteSentence({ passed, failed, busy, of }: Tally): string {
  if (of === 0) return "No cases";
  const parts = [`${passed} of ${of} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (busy > 0) parts.push(`${busy} running`);
  return parts.join(", ");
}

export const suiteTone = ({ passed, failed, busy, of }: Tally): Tone =>
  busy > 0 ? "busy" : failed > 0 ? "bad" : passed === of && of > 0 ? "done" : "idle";

const rowsWord = (count: number) => `${count} ${count === 1 ? "row" : "rows"}`;

/** What became of a run, as one sentence. */
export function runSentence(run: RunSummary): string {
  const { outputs, late, mismatches } = run.counts;
  const came = Object.values(outputs).reduce((sum, count) => sum + count, 0);
  const dropped = late > 0 ? ` ${rowsWord(late)} came too late.` : "";
  const was = run.fresh || !settled(run.state) ? "" : " The job or its data have changed since.";
  const sentences: Record<RunState, string> = {
    queued: "Waiting for its turn.",
    running: "Running on the test cluster.",
    passed: `Everything came as expected.${dropped}`,
    failed: `${mismatches === 1 ? "1 row differs" : `${mismatches} rows differ`} from what was expected.${dropped}`,
    finished: `${rowsWord(came)} came out. Nothing is expected yet: look at them, and accept them if they are right.${dropped}`,
    stopped: run.error || "It was stopped at its limits; what had come by then is shown.",
    error: run.error || "It could not be run.",
    cancelled: "It was cancelled.",
  };
  return sentences[run.state] + was;
}
