/**
 * Saves a document by itself: a moment after a change, again while the server cannot be reached, and never over somebody
 * else's work. How it is saved and what a conflict means is up to the caller.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiError } from "@/api/errors";

export interface AutosaveState {
  /**
   * `saved`: the server has all of it · `unsaved`: waits for a pause · `saving` · `offline`: the server cannot be reached,
   * tried again by itself · `rejected`: the server does not accept this document · `conflict`: somebody else changed it.
   */
  readonly phase: "saved" | "unsaved" | "saving" | "offline" | "rejected" | "conflict";
  /** The revision that the document builds on. */
  readonly revision: number;
  readonly savedAt: Date | null;
  /** Why it is not saved, as a sentence. */
  readonly reason: string | null;
}

export interface SavedRevision {
  readonly revision: number;
  readonly savedAt?: Date;
}

export interface Autosave {
  readonly state: StoreApi<AutosaveState>;
  /** The document is another one now. */
  readonly changed: () => void;
  /** Saves now, if there is anything to save; resolves when the server has it or has rejected it. */
  readonly flush: () => Promise<void>;
  /** The document was replaced by another revision from the server. */
  readonly adopt: (saved: SavedRevision) => void;
  /** Ends a conflict: saves this document over `revision`. */
  readonly overwrite: (revision: number) => Promise<void>;
  /** Tries again at once after the server could not be reached. */
  readonly retryNow: () => void;
  /** Clears the timers; a backup stays. */
  readonly stop: () => void;
}

/** A copy outside the server, kept until the server confirms that it has the document. */
export interface Backup<T> {
  readonly put: (document: T, revision: number) => void;
  readonly clear: () => void;
}

export interface AutosaveOptions<T> {
  /** The document now. Two documents are the same if they are the same object. */
  readonly document: () => T;
  readonly revision: number;
  readonly savedAt?: Date | null;
  readonly save: (document: T, revision: number) => Promise<SavedRevision>;
  /** The server has another revision. Answers the revision to save over without asking, or null: a person decides. */
  readonly onConflict: (reason: string, document: T) => Promise<number | null>;
  readonly backup?: Backup<T>;
  readonly pauseMs: number;
  /** Waits before the first, second … attempt; the last one repeats. */
  readonly retryMs: readonly number[];
}

/** Statuses with which the server rejects the document itself; another attempt would change nothing. */
const isRejection = (status: number) => status >= 400 && status < 500 && status !== 408 && status !== 429;

export function createAutosave<T>(options: AutosaveOptions<T>): Autosave {
  const { document, save, onConflict, backup, pauseMs, retryMs } = options;
  const state = createStore<AutosaveState>(() => ({
    phase: "saved",
    revision: options.revision,
    savedAt: options.savedAt ?? null,
    reason: null,
  }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let running: Promise<void> | null = null;
  const set = (change: Partial<AutosaveState>) => state.setState(change);
  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  const changed = () => {
    const { phase, revision } = state.getState();
    backup?.put(document(), revision);
    if (phase === "conflict" || phase === "offline") return;
    set({ phase: "unsaved", reason: null });
    if (!running) schedule(pauseMs);
  };

  const attempt = async () => {
    const sent = document();
    set({ phase: "saving" });
    try {
      const { revision, savedAt } = await save(sent, state.getState().revision);
      attempts = 0;
      set({ revision, reason: null, ...(savedAt && { savedAt }) });
      settle(sent);
    } catch (error) {
      await fail(error, sent);
    }
  };

  /** After a successful save: done, unless the document changed meanwhile. */
  const settle = (sent: T) => {
    if (document() === sent) {
      set({ phase: "saved" });
      backup?.clear();
    } else {
      set({ phase: "unsaved" });
      backup?.put(document(), state.getState().revision);
      schedule(pauseMs);
    }
  };

  const fail = async (error: unknown, sent: T) => {
    const reason = error instanceof Error ? error.message : "The changes could not be saved.";
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 409) return resolve(reason, sent);
    if (isRejection(status)) return set({ phase: "rejected", reason });
    retryLater(reason);
  };

  const retryLater = (reason: string) => {
    set({ phase: "offline", reason });
    schedule(retryMs[Math.min(attempts, retryMs.length - 1)] ?? pauseMs);
    attempts += 1;
  };

  const resolve = async (reason: string, sent: T) => {
    try {
      const revision = await onConflict(reason, sent);
      if (revision === null) return set({ phase: "conflict", reason });
      set({ phase: "unsaved", revision });
      schedule(0);
    } catch {
      retryLater(reason);
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (running) return running.then(() => (state.getState().phase === "unsaved" ? flush() : undefined));
    if (["saved", "conflict"].includes(state.getState().phase)) return;
    running = attempt().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    state,
    changed,
    flush,
    adopt: ({ revision, savedAt = null }) => {
      clearTimeout(timer);
      backup?.clear();
      set({ phase: "saved", revision, savedAt, reason: null });
    },
    overwrite: (revision) => {
      set({ phase: "unsaved", revision, reason: null });
      return flush();
    },
    retryNow: () => {
      if (state.getState().phase === "offline") void flush();
    },
    stop: () => clearTimeout(timer),
  };
}

/** Whether leaving the page now would leave work behind that only this browser has. */
export const hasUnsavedWork = ({ phase }: AutosaveState): boolean =>
  phase !== "saved" && phase !== "conflict";
