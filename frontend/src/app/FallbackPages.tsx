import { Button, Center, Loader } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { errorMessage } from "@/api/errors";
import { EmptyState } from "@/ui/EmptyState";

/** A build that was replaced while the page was open asks for files that are gone: only a reload helps. */
function outdated(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script/i.test(error.message);
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  if (outdated(error)) {
    return (
      <EmptyState
        picture="turbine"
        title="Penstock was updated"
        action={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
      >
        Reload the page to use the new version.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      picture="broken"
      title="This page could not be shown"
      action={<Button onClick={reset}>Try again</Button>}
    >
      {errorMessage(error)}
    </EmptyState>
  );
}

export function NotFoundPage() {
  return (
    <EmptyState
      picture="lens"
      title="There is no such page"
      action={
        <Button component={Link} to="/projects">
          Go to the projects
        </Button>
      }
    >
      The address may be mistyped, or what it showed was deleted.
    </EmptyState>
  );
}

export function Loading() {
  return (
    <Center h="100%" mih={200}>
      <Loader type="dots" aria-label="Loading" />
    </Center>
  );
}
