import { Kbd, Text } from "@mantine/core";
import { useCanvas } from "@/canvas/view/context";
import styles from "./JobPage.module.css";

/** What to do first. */
export function EmptyCanvas() {
  const empty = useCanvas((state) => state.graph.nodes.length === 0 && state.graph.notes.length === 0);
  const readOnly = useCanvas((state) => state.readOnly);
  if (!empty) return null;
  return (
    <div className={styles.empty}>
      <Text c="dimmed" ta="center" maw={340}>
        {readOnly ? (
          "Nothing is drawn here yet."
        ) : (
          <>
            Drag a source from the left, or press <Kbd size="xs">/</Kbd> and type its name. Then pull a line
            from its right side.
          </>
        )}
      </Text>
    </div>
  );
}
