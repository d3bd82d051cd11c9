/** Autosave of a test case with undo, its hook, and detection of conflicts with other editors. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type AutosaveState, createAutosave } from "@/lib/autosave";
import { cacheCase, updateCase } from "../mutations";
import { fetchCase } from "../queries";
import type { Case, CaseDefinition } from "../types";
import type { TestSuite } from "../useTestSuite";

export interface SavedCase {
  readonly definition: CaseDefinition;
  readonly revision: number;
}

export interface CaseEditState extends Pick<AutosaveState, "phase" | "revision" | "reason"> {
  readonly definition: CaseDefinition;
  /** In a conflict: the different definition that somebody else has saved. The user has to choose. */
  readonly theirs: SavedCase | null;
  readonly past: readonly CaseDefinition[];
  readonly future: readonly CaseDefinition[];
}

export interface CaseAutosave {
  readonly state: StoreApi<CaseEditState>;
  readonly edit: (change: (definition: CaseDefinition) => CaseDefinition) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Resolves when the server has saved or rejected the definition. */
  readonly flush: () => Promise<void>;
  /** Takes over a newer state from the server, unless there are unsaved changes. */
  readonly adopt: (saved: SavedCase) => void;
  readonly resolve: (choice: "mine" | "theirs") => void;
  readonly stop: () => void;
}

interface Options {
  readonly initial: SavedCase;
  readonly save: (definition: CaseDefinition, revision: number) => Promise<SavedCase>;
  readonly fetchLatest: () => Promise<SavedCase>;
}

const MAX_UNDO_STEPS = 100;
const PAUSE_MS = 600;
const RETRY_MS = [4_000];
const isEqual = (one: CaseDefinition, two: CaseDefinition) => JSON.stringify(one) === JSON.stringify(two);

export function createCaseAutosave({ initial, save, fetchLatest }: Options): CaseAutosave {
  const state = createStore<CaseEditState>(() => ({
    definition: initial.definition,
    revision: initial.revision,
    phase: "saved",
    reason: null,
    theirs: null,
    past: [],
    future: [],
  }));
  /** The definition that the server had last. */
  let base = initial.definition;
  const update = (change: Partial<CaseEditState>) => state.setState(change);

  const autosave = createAutosave<CaseDefinition>({
    document: () => state.getState().definition,
    revision: initial.revision,
    save: async (definition, revision) => {
      const saved = await save(definition, revision);
      base = saved.definition;
      return { revision: saved.revision };
    },
    /** If only the name was changed elsewhere, saving continues; a different definition is a conflict. */
    onConflict: async () => {
      const theirs = await fetchLatest();
      if (isEqual(theirs.definition, base)) return theirs.revision;
      update({ theirs });
      return null;
    },
    pauseMs: PAUSE_MS,
    retryMs: RETRY_MS,
  });
  autosave.state.subscribe(({ phase, revision, reason }) => update({ phase, revision, reason }));

  const applyChange = (definition: CaseDefinition, history: Pick<CaseEditState, "past" | "future">) => {
    update({ definition, ...history });
    autosave.changed();
  };

  return {
    state,
    flush: autosave.flush,
    edit: (change) => {
      const { definition, past } = state.getState();
      const next = change(definition);
      if (next !== definition)
        applyChange(next, { past: [...past.slice(1 - MAX_UNDO_STEPS), definition], future: [] });
    },
    undo: () => {
      const { definition, past, future } = state.getState();
      const previous = past.at(-1);
      if (previous) applyChange(previous, { past: past.slice(0, -1), future: [definition, ...future] });
    },
    redo: () => {
      const { definition, past, future } = state.getState();
      const [next, ...rest] = future;
      if (next) applyChange(next, { past: [...past, definition], future: rest });
    },
    adopt: (saved) => {
      const { phase, revision, definition, past } = state.getState();
      if (phase !== "saved" || saved.revision <= revision) return;
      base = saved.definition;
      // Accepted outputs and changes by others can be undone as well.
      if (!isEqual(saved.definition, definition))
        update({ definition: saved.definition, past: [...past, definition], future: [] });
      autosave.adopt({ revision: saved.revision });
    },
    resolve: (choice) => {
      const { theirs, definition, past } = state.getState();
      if (!theirs) return;
      base = theirs.definition;
      // Nothing is lost: undo restores the other definition.
      if (choice === "theirs") {
        update({ definition: theirs.definition, theirs: null, past: [...past, definition], future: [] });
        autosave.adopt({ revision: theirs.revision });
      } else {
        update({ theirs: null, past: [...past, theirs.definition] });
        void autosave.overwrite(theirs.revision);
      }
    },
    stop: autosave.stop,
  };
}

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
