/** What the states of an instance mean to people. Pure: no React. */
import type { Instance } from "@/api/types";
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
