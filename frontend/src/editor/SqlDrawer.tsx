import { Drawer, Text } from "@mantine/core";
import { SqlText } from "@/canvas/panels/sql/SqlText";
import { useCheck } from "@/canvas/view/context";

/** All of the Flink SQL that the graph becomes. */
export function SqlDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const sql = useCheck((state) => state.sql);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(760px, 90vw)"
      title="Generated Flink SQL"
    >
      {sql ? (
        <SqlText sql={sql} />
      ) : (
        <Text fz="sm" c="dimmed">
          The SQL appears when the graph has no errors that keep it from being compiled. See the list of
          problems below the canvas.
        </Text>
      )}
    </Drawer>
  );
}
