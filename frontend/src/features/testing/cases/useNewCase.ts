import { useQueryClient } from "@tanstack/react-query";
import { packs } from "@/features/packs";
import { notifyError } from "@/ui/notify";
import { firstDefinition, freeName } from "../definition";
import { useCreateCase } from "../testing";
import type { Bench, Case } from "../types";
import type { Tests } from "../useTests";

/** Makes a case that can run at once: each source is fed by the pack that fits it. */
export function useNewCase(tests: Tests, bench: Bench | undefined, onMade: (id: string) => void) {
  const client = useQueryClient();
  const { mutateAsync, isPending } = useCreateCase(tests.job);
  const names = (tests.cases ?? []).map(({ name }) => name);
  const make = async (wish: Parameters<typeof mutateAsync>[0]) => {
    try {
      onMade((await mutateAsync(wish)).id);
    } catch (error) {
      notifyError("The case was not made", error);
    }
  };
  return {
    pending: isPending,
    create: async () => {
      if (!bench) return;
      // Without packs there is a case all the same: the editor says what is missing.
      const { results } = await client.ensureQueryData(packs(tests.project)).catch(() => ({ results: [] }));
      await make({
        name: freeName(names.length === 0 ? "First case" : "Case", names),
        definition: firstDefinition(bench, results),
      });
    },
    duplicate: ({ name, description, definition }: Case) =>
      make({ name: freeName(`${name} (copy)`, names), description, definition }),
  };
}
