/** The positions that a job can start from, and what the API takes for each. Pure. */
import type { Environment, Start } from "@/api/types";

export type StartFrom = Start["from"];

export const START_OPTIONS: readonly { from: StartFrom; label: string; about: string }[] = [
  { from: "now", label: "As the job says", about: "Each source starts where its own setting says." },
  { from: "earliest", label: "The beginning", about: "Everything that the topics still hold is read first." },
  { from: "latest", label: "The end", about: "Only records that arrive from now on." },
  { from: "timestamp", label: "A time", about: "Records from that time on, by their Kafka timestamps." },
  {
    from: "savepoint",
    label: "A savepoint",
    about: "Continues from saved state: nothing is lost or counted twice.",
  },
];

/** The start as the API takes it, or the sentence that says what is missing. */
export function toStart(from: StartFrom, time: string, savepoint: string | null): Start | string {
  if (from === "timestamp") {
    const at = Date.parse(time);
    return Number.isNaN(at) ? "Choose a date and a time." : { from, timestamp_ms: at };
  }
  if (from === "savepoint") return savepoint ? { from, savepoint } : "Choose a savepoint.";
  return { from };
}

/** Why nothing can be started in an environment, as a sentence; undefined when it can. */
export function explainBlockedStart(
  name: Environment["name"],
  environments: readonly Pick<Environment, "name" | "url">[],
): string | undefined {
  const { url } = environments.find((one) => one.name === name) ?? {};
  return url ? undefined : `The ${name} environment has no Flink cluster yet: nothing can be started in it.`;
}
