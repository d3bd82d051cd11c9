import { Group, Kbd, Modal, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import css from "./ShortcutHelp.module.css";
import { type HelpLine, useHelp, useShortcuts } from "./shortcuts";

/** The one list of keys, under `?`: those of the shell, and those of whatever page is open. */
export function useShortcutHelp() {
  const [opened, { open, close, toggle }] = useDisclosure();
  useShortcuts([{ keys: "?", label: "Show this help", group: "Everywhere", run: toggle }]);
  return { open, dialog: <HelpDialog opened={opened} onClose={close} /> };
}

function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const lines = useHelp();
  const groups = [...new Set(lines.map((one) => one.group))];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keyboard shortcuts"
      size={groups.length > 2 ? "xl" : "lg"}
    >
      <div className={css.groups}>
        {groups.map((group) => (
          <Stack key={group} gap={6} className={css.group}>
            <Title order={3}>{group}</Title>
            {lines
              .filter((one) => one.group === group)
              .map((one) => (
                <Line key={one.label} line={one} />
              ))}
          </Stack>
        ))}
      </div>
    </Modal>
  );
}

function Line({ line }: { line: HelpLine }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text fz="sm">{line.label}</Text>
      <Group gap={4} wrap="nowrap">
        {line.ways.map((way) => (
          <Kbd key={way} size="xs" style={{ whiteSpace: "nowrap" }}>
            {way}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}
