import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import type { TestSurface } from "../types";
import type { TestSuite } from "../useTestSuite";
import { useNewCase } from "./useNewCase";

interface Props {
  tests: TestSuite;
  surface: TestSurface | undefined;
  error: unknown;
  onCreated: (id: string) => void;
}

/** Shown before the first case: explains cases, and creates one. */
export function EmptyCaseList({ tests, surface, error, onCreated }: Props) {
  const { pending, create } = useNewCase(tests, surface, onCreated);
  if (error && !surface) return <ErrorAlert title="The job can't be tested yet" error={error} />;
  const hasNoSources = surface !== undefined && surface.sources.length === 0;
  return (
    <EmptyState
      picture="lens"
      compact
      title="No test cases yet"
      action={
        <Button
          leftSection={<IconPlus size={16} />}
          disabled={!tests.mayEdit || !surface || hasNoSources}
          loading={pending}
          onClick={() => void create()}
        >
          Create the first case
        </Button>
      }
    >
      {hasNoSources
        ? "Add a source first: a case feeds each source from a data pack and compares the output with expected rows."
        : "A case feeds each source from a data pack, in order, out of order or late, and compares the output with expected rows. It runs on Flink in about a second."}
    </EmptyState>
  );
}
