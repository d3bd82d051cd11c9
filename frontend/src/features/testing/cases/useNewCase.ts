import { useQueryClient } from "@tanstack/react-query";
import { packs } from "@/features/packs";
import { notifyError } from "@/ui/notify";
import { createDefinition, findFreeName } from "../definition";
import { useCreateCase } from "../mutations";
import type { Case, TestSurface } from "../types";
import type { TestSuite } from "../useTestSuite";

/** Creates cases that can run immediately: each source reads the best matching pack. */
export function useNewCase(
  tests: TestSuite,
  surface: TestSurface | undefined,
  onCreated: (id: string) => void,
) {
  const client = useQueryClient();
  const { mutateAsync, isPending } = useCreateCase(tests.job);
  const names = (tests.cases ?? []).map(({ name }) => name);
  const createCase = async (input: Parameters<typeof mutateAsync>[0]) => {
    try {
      onCreated((await mutateAsync(input)).id);
    } catch (error) {
      notifyError("The case was not created", error);
    }
  };
  return {
    pending: isPending,
    create: async () => {
      if (!surface) return;
      // Without packs the case is created anyway: the editor shows what is missing.
      const { results } = await client.ensureQueryData(packs(tests.project)).catch(() => ({ results: [] }));
      await createCase({
        name: findFreeName(names.length === 0 ? "First case" : "Case", names),
        definition: createDefinition(surface, results),
      });
    },
    duplicate: ({ name, description, definition }: Case) =>
      createCase({ name: findFreeName(`${name} (copy)`, names), description, definition }),
  };
}
