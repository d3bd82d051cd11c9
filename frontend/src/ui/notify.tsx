import { notifications } from "@mantine/notifications";
import { IconCheck, IconX } from "@tabler/icons-react";

/** Says that something was done. Short, gone by itself. */
export function notifySuccess(message: string): void {
  notifications.show({ message, color: "leaf", icon: <IconCheck size={16} />, withBorder: true });
}

/** Says that something was not done, and why. Stays longer, since it has to be read. */
export function notifyError(title: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  notifications.show({
    title,
    message,
    color: "coral",
    icon: <IconX size={16} />,
    withBorder: true,
    autoClose: 12_000,
  });
}
