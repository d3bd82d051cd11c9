import { useInfiniteQuery } from "@tanstack/react-query";
import { history } from "@/features/instances/instances";
import { transitionText } from "@/features/instances/timeline";
import styles from "./RunsPanel.module.css";

const SHOWN = 8;

/** What happened to a run last, newest first. The run's own page has all of it. */
export function Timeline({ instance }: { instance: string }) {
  const { data } = useInfiniteQuery(history(instance));
  if (!data || data.results.length === 0) return null;
  return (
    <ol className={styles.timeline} aria-label="What happened">
      {data.results.slice(0, SHOWN).map((step) => (
        <li key={step.id}>
          <time dateTime={step.at}>{new Date(step.at).toLocaleTimeString("en-GB")}</time>
          <span>
            {transitionText(step)}
            {step.actor ? `, asked by ${step.actor}` : ""}
            {step.message ? `. ${step.message}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
