import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { EmptyState } from "./EmptyState";

interface Props {
  children: ReactNode;
  /** A change of this value gives the content another try: usually the address of the page. */
  resetOn?: unknown;
}

/** Keeps a fault in one part of the page from taking the rest with it. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
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
