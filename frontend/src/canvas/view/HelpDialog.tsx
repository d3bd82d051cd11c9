import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { Command } from "@/canvas/commands/command";
import { COMMANDS, spelledKeys } from "@/canvas/commands/keys";
import { useShared, useUi } from "./context";

const GROUPS: Command["group"][] = ["Edit", "Selection", "View", "Job"];

/** What the browser's own clipboard keys and the mouse do; everything else comes from the commands. */
const GESTURES: Partial<Record<Command["group"], [string, string][]>> = {
  Edit: [
    ["Copy, cut, paste", "Ctrl+C, X, V"],
    ["Put a step into an edge", "Drop it on the edge"],
  ],
  Selection: [
    ["Select several", "Shift+drag"],
    ["Open a step", "Double-click"],
  ],
};

/** All keys on one page, read from the commands themselves. */
export function HelpDialog() {
  const { ui } = useShared();
  const opened = useUi((state) => state.help);
  return (
    <Modal opened={opened} onClose={() => ui.setState({ help: false })} title="Keys of the canvas" size="xl">
      <SimpleGrid cols={2} spacing="xl">
        {GROUPS.map((group) => (
          <Stack key={group} gap={6}>
            <Title order={3}>{group}</Title>
            {COMMANDS.filter((command) => command.group === group && !command.id.startsWith("move-")).map(
              (command) => (
                <Row key={command.id} label={command.label} keys={command.keys.map(spelledKeys)} />
              ),
            )}
            {group === "Selection" && (
              <Row label="Move the selection (Shift: by a step)" keys={["← ↑ ↓ →"]} />
            )}
            {GESTURES[group]?.map(([label, keys]) => (
              <Row key={label} label={label} keys={[keys]} />
            ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}

function Row({ label, keys }: { label: string; keys: string[] }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text fz="sm">{label}</Text>
      <Group gap={4} wrap="nowrap">
        {keys.slice(0, 2).map((key) => (
          <Kbd key={key} size="xs">
            {key}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}
