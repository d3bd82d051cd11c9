import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { keyCaps, type Shortcut, useShortcutList, useShortcuts } from "./shortcuts";

/** The list of keys under `?`. Mounted once; `onReady` hands out a way to open it by mouse. */
export function useShortcutHelp() {
  const [opened, { open, close, toggle }] = useDisclosure();
  useShortcuts([{ keys: "?", label: "Show this help", group: "Everywhere", run: toggle }]);
  return { open, dialog: <HelpDialog opened={opened} onClose={close} /> };
}

function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const shortcuts = useShortcutList();
  const groups = [...new Set(shortcuts.map((one) => one.group))];
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <SimpleGrid cols={2} spacing="xl">
        {groups.map((group) => (
          <Stack key={group} gap={6}>
            <Title order={3}>{group}</Title>
            {shortcuts
              .filter((one) => one.group === group)
              .map((one) => (
                <Line key={one.keys} shortcut={one} />
              ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}

function Line({ shortcut }: { shortcut: Shortcut }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text fz="sm">{shortcut.label}</Text>
      <Group gap={3} wrap="nowrap">
        {keyCaps(shortcut.keys).map((cap) => (
          <Kbd key={cap} size="xs">
            {cap}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}
