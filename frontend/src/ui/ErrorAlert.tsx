import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { EmptyState } from "./EmptyState";

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

interface ErrorBoundaryProps {
  children: ReactNode;
  /** A change of this value gives the content another try: usually the address of the page. */
  resetOn?: unknown;
}

/** Keeps a fault in one part of the page from taking the rest with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.error && before.resetOn !== this.props.resetOn) this.setState({ error: null });
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <EmptyState
        picture="broken"
        title="This part of the page broke"
        action={<Button onClick={() => this.setState({ error: null })}>Show it again</Button>}
      >
        Your saved work is safe. If it breaks again, reload the page and tell your administrator what you did
        last.
      </EmptyState>
    );
  }
}
