/** The places a job can start from, and how a choice becomes what the API wants. Pure. */
import type { Start } from "@/api/types";

export type StartFrom = Start["from"];

export const START_OPTIONS: readonly { from: StartFrom; label: string; about: string }[] = [
  { from: "now", label: "As the job says", about: "Each source begins where its own setting tells it to." },
  { from: "earliest", label: "The beginning", about: "Everything that the topics still hold is read first." },
  { from: "latest", label: "The end", about: "Only what arrives from now on." },
  { from: "timestamp", label: "A time", about: "Records from that time on, by their Kafka timestamps." },
  {
    from: "savepoint",
    label: "A savepoint",
    about: "Goes on from a kept state: nothing is lost or counted twice.",
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
