/** Autosave of a test case with undo, and detection of conflicts with other editors. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiError } from "@/api/errors";
import type { CaseDefinition } from "../types";

export interface SavedCase {
  readonly definition: CaseDefinition;
  readonly revision: number;
}

export interface AutosaveState {
  readonly definition: CaseDefinition;
  readonly revision: number;
  /** `stale`: somebody else has saved a different definition, `theirs`, and the user has to choose. */
  readonly phase: "saved" | "unsaved" | "saving" | "offline" | "rejected" | "stale";
  readonly reason: string | null;
  readonly theirs: SavedCase | null;
  readonly past: readonly CaseDefinition[];
  readonly future: readonly CaseDefinition[];
}

export interface CaseAutosave {
  readonly state: StoreApi<AutosaveState>;
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
  readonly pauseMs?: number;
  readonly retryMs?: number;
}

const MAX_UNDO_STEPS = 100;
const isEqual = (one: CaseDefinition, two: CaseDefinition) => JSON.stringify(one) === JSON.stringify(two);

export function createCaseAutosave(options: Options): CaseAutosave {
  const { initial, save, fetchLatest, pauseMs = 600, retryMs = 4_000 } = options;
  const state = createStore<AutosaveState>(() => ({
    ...initial,
    phase: "saved",
    reason: null,
    theirs: null,
    past: [],
    future: [],
  }));
  let base = initial.definition;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  const update = (change: Partial<AutosaveState>) => state.setState(change);
  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  const applyChange = (definition: CaseDefinition, history: Pick<AutosaveState, "past" | "future">) => {
    const stale = state.getState().phase === "stale";
    update({ definition, ...history, ...(stale ? {} : { phase: "unsaved", reason: null }) });
    if (!stale) schedule(pauseMs);
  };

  const onSaved = (saved: SavedCase, sent: CaseDefinition) => {
    base = saved.definition;
    const changed = state.getState().definition !== sent;
    update({ revision: saved.revision, phase: changed ? "unsaved" : "saved", reason: null });
    if (changed) schedule(pauseMs);
  };

  const attemptSave = async () => {
    const { definition, revision } = state.getState();
    update({ phase: "saving" });
    try {
      onSaved(await save(definition, revision), definition);
    } catch (error) {
      await onError(error);
    }
  };

  const onError = async (error: unknown) => {
    const reason = error instanceof Error ? error.message : "The case could not be saved.";
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 409) return onConflict(reason);
    if (status >= 400 && status < 500 && status !== 429) return update({ phase: "rejected", reason });
    update({ phase: "offline", reason });
    schedule(retryMs);
  };

  /** If only the name was changed elsewhere, saving continues; a different definition is a conflict. */
  const onConflict = async (reason: string) => {
    const theirs = await fetchLatest().catch(() => null);
    if (!theirs) return update({ phase: "offline", reason });
    if (isEqual(theirs.definition, base)) {
      update({ revision: theirs.revision, phase: "unsaved" });
      return schedule(0);
    }
    update({ phase: "stale", reason, theirs });
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (running) return running.then(() => (state.getState().phase === "unsaved" ? flush() : undefined));
    if (!["unsaved", "offline"].includes(state.getState().phase)) return;
    running = attemptSave().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    state,
    flush,
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
      const { phase, revision } = state.getState();
      if (phase !== "saved" || saved.revision <= revision) return;
      base = saved.definition;
      const changed = !isEqual(saved.definition, state.getState().definition);
      const { definition, past } = state.getState();
      // Accepted outputs and changes by others can be undone as well.
      update(changed ? { ...saved, past: [...past, definition], future: [] } : { revision: saved.revision });
    },
    resolve: (choice) => {
      const { theirs, definition, past } = state.getState();
      if (!theirs) return;
      base = theirs.definition;
      update({ revision: theirs.revision, theirs: null, reason: null });
      // Nothing is lost: undo restores the other definition.
      if (choice === "theirs") update({ ...theirs, phase: "saved", past: [...past, definition], future: [] });
      else {
        update({ phase: "unsaved", past: [...past, theirs.definition] });
        void flush();
      }
    },
    stop: () => clearTimeout(timer),
  };
}
