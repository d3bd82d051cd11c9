import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { changeCase, keepCase, readCase } from "../testing";
import type { Case } from "../types";
import type { Tests } from "../useTests";
import { type CaseKeeper, createCaseKeeper } from "./keeper";

/** The keeper of an open case. It follows the server, and has saved everything before a run or another case. */
export function useCaseKeeper({ job, beforeRun }: Tests, one: Case): CaseKeeper {
  const client = useQueryClient();
  const [keeper] = useState(() =>
    createCaseKeeper({
      first: one,
      save: async (definition, revision) => {
        const saved = await changeCase(one.id, { definition, revision });
        keepCase(client, job, saved);
        return saved;
      },
      latest: () => readCase(one.id),
    }),
  );
  useEffect(() => keeper.adopt(one), [keeper, one]);
  useEffect(() => {
    beforeRun.current = keeper.flush;
    return () => {
      beforeRun.current = null;
      void keeper.flush();
      keeper.stop();
    };
  }, [keeper, beforeRun]);
  return keeper;
}
