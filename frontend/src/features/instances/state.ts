/** What the states of an instance and their changes mean to people. Pure: no React. */
import type { Instance, Transition } from "@/api/types";
import type { Tone } from "@/ui/Status";

type State = Pick<Instance, "desired" | "observed">;

const TONES: Record<Instance["observed"], Tone> = {
  created: "idle",
  starting: "busy",
  running: "good",
  restarting: "warn",
  stopping: "busy",
  finished: "done",
  failed: "bad",
  lost: "warn",
  unknown: "warn",
  stopped: "idle",
};

const TERMINAL: ReadonlySet<Instance["observed"]> = new Set(["stopped", "finished", "failed"]);

export const stateTone = ({ observed }: State): Tone => TONES[observed];

/** Whether it no longer runs. */
export const isTerminal = ({ observed }: State): boolean => TERMINAL.has(observed);

/** Whether the observed state differs from the desired one and can still reach it. */
export function isTransitioning({ desired, observed }: State): boolean {
  if (observed === "starting" || observed === "stopping") return true;
  if (desired === "running") return observed === "created" || observed === "stopped";
  return !TERMINAL.has(observed) && observed !== "created";
}

/** "starting → running": the observed state, and the desired one where the two differ. */
export function describeState(state: State): string {
  return isTransitioning(state) && state.desired !== state.observed
    ? `${state.observed} → ${state.desired}`
    : state.observed;
}

/** A sentence on what a state means, for the ones that are not plain. */
export function explainState(observed: Instance["observed"]): string | undefined {
  return {
    restarting: "Flink restarts it after a failure. See the exceptions for the cause.",
    lost: "The cluster no longer knows this job.",
    unknown: "The cluster cannot be reached, so it is not known whether the job runs.",
  }[observed as string];
}

export const canStop = (state: State): boolean => state.desired === "running" && !isTerminal(state);
export const canStart = (state: State): boolean => isTerminal(state);
export const canTakeSavepoint = (state: State): boolean =>
  state.desired === "running" && state.observed === "running";

/** "Taking a savepoint…": what is being done to an instance at the moment. */
export function describeOperation(operation: { kind: string; state?: string; message?: string }): string {
  const doing = { start: "Starting it", stop: "Stopping it", savepoint: "Taking a savepoint" }[
    operation.kind
  ];
  const unsure =
    operation.state === "unknown" ? "; the cluster has not answered yet, so its state is being checked" : "";
  return `${doing ?? operation.kind}${unsure}… ${operation.message ?? ""}`.trim();
}

type TransitionFacts = Pick<Transition, "subject" | "after" | "before">;

const OPERATIONS: Record<string, string> = { start: "Start", stop: "Stop", savepoint: "Savepoint" };
const STATES: Record<string, string> = {
  planned: "planned",
  sent: "sent to the cluster",
  unknown: "the cluster did not answer; its state is being checked",
  confirmed: "done",
  failed: "failed",
};

export function describeTransition({ subject, after, before }: TransitionFacts): string {
  if (subject === "desired") return after === "running" ? "Start requested" : "Stop requested";
  if (subject === "observed") return before ? `${before} → ${after}` : after;
  if (subject === "attempt") return `Attempt ${after}`;
  return `${OPERATIONS[subject] ?? subject}: ${STATES[after] ?? after}`;
}

/** What is over no longer turns. */
function toneOfPast(observed: Instance["observed"]): Tone {
  const then = stateTone({ desired: "running", observed });
  return then === "busy" || then === undefined ? "idle" : then;
}

export function transitionTone({ subject, after }: TransitionFacts): Tone {
  if (subject === "observed") return toneOfPast(after as Instance["observed"]);
  if (after === "failed") return "bad";
  if (after === "confirmed") return "done";
  return after === "unknown" ? "warn" : "idle";
}
