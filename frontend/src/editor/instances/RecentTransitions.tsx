import { useInfiniteQuery } from "@tanstack/react-query";
import { describeTransition, history } from "@/features/instances";
import styles from "./InstancesPanel.module.css";

const SHOWN = 8;

/** What happened to a run last, newest first. The run's own page has all of it. */
export function RecentTransitions({ instance }: { instance: string }) {
  const { data } = useInfiniteQuery(history(instance));
  if (!data || data.results.length === 0) return null;
  return (
    <ol className={styles.timeline} aria-label="What happened">
      {data.results.slice(0, SHOWN).map((step) => (
        <li key={step.id}>
          <time dateTime={step.at}>{new Date(step.at).toLocaleTimeString("en-GB")}</time>
          <span>
            {describeTransition(step)}
            {step.actor ? `, requested by ${step.actor}` : ""}
            {step.message ? `. ${step.message}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
