/** The history of an instance in words. Pure. */
import type { Instance, Transition } from "@/api/types";
import type { Tone } from "@/ui/Status";
import { stateTone } from "./state";

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
