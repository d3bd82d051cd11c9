import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import type { Bench } from "../types";
import type { Tests } from "../useTests";
import { useNewCase } from "./useNewCase";

interface Props {
  tests: Tests;
  bench: Bench | undefined;
  error: unknown;
  onMade: (id: string) => void;
}

/** Before the first case: what a case is, and one click to it. */
export function NoCases({ tests, bench, error, onMade }: Props) {
  const { pending, create } = useNewCase(tests, bench, onMade);
  if (error && !bench) return <ErrorAlert title="The job can't be tested yet" error={error} />;
  const sourceless = bench !== undefined && bench.sources.length === 0;
  return (
    <EmptyState
      picture="lens"
      compact
      title="No test cases yet"
      action={
        <Button
          leftSection={<IconPlus size={16} />}
          disabled={!tests.may || !bench || sourceless}
          loading={pending}
          onClick={() => void create()}
        >
          Make the first case
        </Button>
      }
    >
      {sourceless
        ? "Draw a source first: a case feeds each source from a data pack, and says what should come out."
        : "A case feeds each source from a data pack, in order, out of order or late, and says what should come out. It runs in about a second, on Flink itself."}
    </EmptyState>
  );
}
