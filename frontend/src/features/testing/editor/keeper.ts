/** Keeps a case while it is edited: saved by itself after a pause, with undo, and kind to whoever edits it as well. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiError } from "@/api/errors";
import type { Definition } from "../types";

export interface Saved {
  readonly definition: Definition;
  readonly revision: number;
}

export interface CaseState {
  readonly definition: Definition;
  readonly revision: number;
  /** `stale`: somebody else saved another definition meanwhile; `theirs` is it, and the person decides. */
  readonly phase: "saved" | "unsaved" | "saving" | "offline" | "refused" | "stale";
  readonly reason: string | null;
  readonly theirs: Saved | null;
  readonly past: readonly Definition[];
  readonly future: readonly Definition[];
}

export interface CaseKeeper {
  readonly state: StoreApi<CaseState>;
  readonly edit: (change: (definition: Definition) => Definition) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Resolves when the server has it, or has refused it. */
  readonly flush: () => Promise<void>;
  /** Another state of the case came from the server. What is not saved yet stays. */
  readonly adopt: (saved: Saved) => void;
  readonly resolve: (choice: "mine" | "theirs") => void;
  readonly stop: () => void;
}

interface Options {
  readonly first: Saved;
  readonly save: (definition: Definition, revision: number) => Promise<Saved>;
  readonly latest: () => Promise<Saved>;
  readonly pauseMs?: number;
  readonly retryMs?: number;
}

const UNDOS = 100;
const same = (one: Definition, two: Definition) => JSON.stringify(one) === JSON.stringify(two);

export function createCaseKeeper(options: Options): CaseKeeper {
  const { first, save, latest, pauseMs = 600, retryMs = 4_000 } = options;
  const state = createStore<CaseState>(() => ({
    ...first,
    phase: "saved",
    reason: null,
    theirs: null,
    past: [],
    future: [],
  }));
  let base = first.definition;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  const put = (change: Partial<CaseState>) => state.setState(change);
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  const become = (definition: Definition, history: Pick<CaseState, "past" | "future">) => {
    const stale = state.getState().phase === "stale";
    put({ definition, ...history, ...(stale ? {} : { phase: "unsaved", reason: null }) });
    if (!stale) later(pauseMs);
  };

  const settle = (saved: Saved, sent: Definition) => {
    base = saved.definition;
    const changed = state.getState().definition !== sent;
    put({ revision: saved.revision, phase: changed ? "unsaved" : "saved", reason: null });
    if (changed) later(pauseMs);
  };

  const attempt = async () => {
    const { definition, revision } = state.getState();
    put({ phase: "saving" });
    try {
      settle(await save(definition, revision), definition);
    } catch (error) {
      await fail(error);
    }
  };

  const fail = async (error: unknown) => {
    const reason = error instanceof Error ? error.message : "The case could not be saved.";
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 409) return collide(reason);
    if (status >= 400 && status < 500 && status !== 429) return put({ phase: "refused", reason });
    put({ phase: "offline", reason });
    later(retryMs);
  };

  /** Renamed elsewhere is no quarrel: only another definition is. */
  const collide = async (reason: string) => {
    const theirs = await latest().catch(() => null);
    if (!theirs) return put({ phase: "offline", reason });
    if (same(theirs.definition, base)) {
      put({ revision: theirs.revision, phase: "unsaved" });
      return later(0);
    }
    put({ phase: "stale", reason, theirs });
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (running) return running.then(() => (state.getState().phase === "unsaved" ? flush() : undefined));
    if (!["unsaved", "offline"].includes(state.getState().phase)) return;
    running = attempt().finally(() => {
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
      if (next !== definition) become(next, { past: [...past.slice(1 - UNDOS), definition], future: [] });
    },
    undo: () => {
      const { definition, past, future } = state.getState();
      const before = past.at(-1);
      if (before) become(before, { past: past.slice(0, -1), future: [definition, ...future] });
    },
    redo: () => {
      const { definition, past, future } = state.getState();
      const [after, ...rest] = future;
      if (after) become(after, { past: [...past, definition], future: rest });
    },
    adopt: (saved) => {
      const { phase, revision } = state.getState();
      if (phase !== "saved" || saved.revision <= revision) return;
      base = saved.definition;
      const changed = !same(saved.definition, state.getState().definition);
      const { definition, past } = state.getState();
      // Also what was accepted, or came from somebody else, can be taken back.
      put(changed ? { ...saved, past: [...past, definition], future: [] } : { revision: saved.revision });
    },
    resolve: (choice) => {
      const { theirs, definition, past } = state.getState();
      if (!theirs) return;
      base = theirs.definition;
      put({ revision: theirs.revision, theirs: null, reason: null });
      // Nothing is lost either way: the other one is an undo away.
      if (choice === "theirs") put({ ...theirs, phase: "saved", past: [...past, definition], future: [] });
      else {
        put({ phase: "unsaved", past: [...past, theirs.definition] });
        void flush();
      }
    },
    stop: () => clearTimeout(timer),
  };
}
