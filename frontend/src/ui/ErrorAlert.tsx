import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface Props {
  error: unknown;
  /** What could not be done: "The jobs could not be loaded". */
  title?: string;
  retry?: () => void;
  children?: ReactNode;
}

/** A failure as a person can use it: what, why, and a way on. */
export function ErrorAlert({ error, title, retry, children }: Props) {
  const message =
    error instanceof Error ? error.message : typeof error === "string" ? error : "Try again in a moment.";
  return (
    <Alert
      color="coral"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={title}
      role="alert"
      styles={{ message: { overflowWrap: "anywhere" } }}
    >
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ flex: 1, minWidth: 200 }}>
          <Text fz="sm">{message}</Text>
          {children}
        </div>
        {retry && (
          <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={14} />} onClick={retry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
