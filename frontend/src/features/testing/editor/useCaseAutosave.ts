import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { cacheCase, updateCase } from "../mutations";
import { fetchCase } from "../queries";
import type { Case } from "../types";
import type { TestSuite } from "../useTestSuite";
import { type CaseAutosave, createCaseAutosave } from "./caseAutosave";

/** The autosave of the open case. It saves pending changes before a run and before another case is opened. */
export function useCaseAutosave({ job, beforeRun }: TestSuite, testCase: Case): CaseAutosave {
  const client = useQueryClient();
  const [autosave] = useState(() =>
    createCaseAutosave({
      initial: testCase,
      save: async (definition, revision) => {
        const saved = await updateCase(testCase.id, { definition, revision });
        cacheCase(client, job, saved);
        return saved;
      },
      fetchLatest: () => fetchCase(testCase.id),
    }),
  );
  useEffect(() => autosave.adopt(testCase), [autosave, testCase]);
  useEffect(() => {
    beforeRun.current = autosave.flush;
    return () => {
      beforeRun.current = null;
      void autosave.flush();
      autosave.stop();
    };
  }, [autosave, beforeRun]);
  return autosave;
}
