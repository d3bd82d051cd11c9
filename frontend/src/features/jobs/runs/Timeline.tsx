import { useQuery } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { instance as one } from "@/features/instances/instances";
import styles from "./RunsPanel.module.css";

const SHOWN = 8;

const history = (id: string) => ({
  // Under the instance's own key, so that whatever makes the instance stale makes this stale too.
  queryKey: [...one(id).queryKey, "history"],
  queryFn: async () =>
    ok(
      await http.GET("/api/instances/{instance}/history/", {
        params: { path: { instance: id }, query: { page_size: SHOWN } },
      }),
    ),
});

/** What happened to a run, newest first. */
export function Timeline({ instance }: { instance: string }) {
  const { data } = useQuery(history(instance));
  if (!data || data.results.length === 0) return null;
  return (
    <ol className={styles.timeline} aria-label="What happened">
      {data.results.map((step) => (
        <li key={step.id}>
          <time dateTime={step.at}>{new Date(step.at).toLocaleTimeString("en-GB")}</time>
          <span>
            {step.subject === "desired"
              ? `${step.actor || "someone"} asked for: ${step.after}`
              : `${step.subject} ${step.before} → ${step.after}`}
            {step.message ? `. ${step.message}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
