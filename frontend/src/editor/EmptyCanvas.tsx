import { Kbd } from "@mantine/core";
import { useCanvas } from "@/canvas/view/context";
import { EmptyState } from "@/ui/EmptyState";
import styles from "./Editor.module.css";

/** What to do first. It lets the mouse through, so that things can be dropped right onto it. */
export function EmptyCanvas() {
  const empty = useCanvas((state) => state.graph.nodes.length === 0 && state.graph.notes.length === 0);
  const readOnly = useCanvas((state) => state.readOnly);
  if (!empty) return null;
  return (
    <div className={styles.empty}>
      {readOnly ? (
        <EmptyState picture="pipeline" title="Nothing is drawn here yet" compact>
          Someone who may edit the job can add steps.
        </EmptyState>
      ) : (
        <EmptyState picture="pipeline" title="Start with a source">
          Drag one from the left, or press <Kbd size="xs">/</Kbd> and type its name. Then drag a line from its
          right side to add what comes next: a query, and a sink that takes the results.
        </EmptyState>
      )}
    </div>
  );
}
