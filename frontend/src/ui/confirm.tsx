import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useSyncExternalStore } from "react";

interface Question {
  title: string;
  children?: ReactNode;
  /** The verb on the button: "Delete", "Stop the job". */
  action: string;
  danger?: boolean;
}

type Pending = Question & { answer: (yes: boolean) => void };

let pending: Pending | null = null;
let open = false;
const watchers = new Set<() => void>();

function show(next: Pending | null) {
  // The last question stays while the dialog fades, so that it does not go blank on the way out.
  pending = next ?? pending;
  open = next !== null;
  for (const watcher of watchers) watcher();
}

/** Asks before something that cannot be taken back. Resolves to true only on a clear yes. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    show({
      ...question,
      answer: (yes) => {
        show(null);
        resolve(yes);
      },
    });
  });
}

const subscribe = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Shows the questions of {@link confirm}. Mounted once. */
export function ConfirmHost() {
  const opened = useSyncExternalStore(subscribe, () => open);
  const question = useSyncExternalStore(subscribe, () => pending);
  return (
    <Modal opened={opened} onClose={() => question?.answer(false)} title={question?.title} size="sm">
      <Stack>
        {question?.children && (
          <Text component="div" fz="sm">
            {question.children}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => question?.answer(false)}>
            Cancel
          </Button>
          <Button
            data-autofocus
            color={question?.danger ? "coral" : undefined}
            onClick={() => question?.answer(true)}
          >
            {question?.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
