/**
 * Keeps a draft: whatever is drawn lies in this browser at once and on the server a second later. A copy leaves the
 * browser only when the server has confirmed it, so nothing is lost to a reload, a crash or a network that is away.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiError } from "@/api/errors";
import type { Graph } from "@/canvas/model/document";
import type { UnsavedDraftStorage } from "../unsavedDraftStorage";

export interface KeeperState {
  /**
   * `saved`: the server has all of it · `unsaved`: waiting for a pause · `saving` · `offline`: the server is away, tried
   * again by itself · `refused`: the server won't take this graph · `lost`: someone else edits; the work is kept aside.
   */
  readonly phase: "saved" | "unsaved" | "saving" | "offline" | "refused" | "lost";
  readonly revision: number;
  readonly savedAt: Date | null;
  /** Why it is not saved, as a sentence. */
  readonly reason: string | null;
  /** What the server wouldn't take over because someone else edits: to compare and to restore. */
  readonly aside: Graph | null;
  /** Why it lies aside; stays after the page has taken over the other draft. */
  readonly asideReason: string | null;
}

export interface Keeper {
  readonly state: StoreApi<KeeperState>;
  /** Something was drawn. */
  readonly changed: () => void;
  /** Saves now, if there is anything to save; resolves when the server has it or has refused it. */
  readonly flush: () => Promise<void>;
  /** The page took over another revision from the server. */
  readonly adopt: (revision: number, savedAt: Date | null) => void;
  /** Tries again at once after the server was away. */
  readonly hurry: () => void;
  /** Puts down the waiting timers; the copy in the browser stays. */
  readonly stop: () => void;
}

interface Options {
  readonly graph: () => Graph;
  readonly revision: number;
  readonly savedAt: Date | null;
  readonly save: (graph: Graph, revision: number) => Promise<{ revision: number; saved_at: string }>;
  readonly stash: UnsavedDraftStorage;
  readonly pauseMs?: number;
}

const PAUSE_MS = 1_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];

export function createKeeper({ graph, revision, savedAt, save, stash, pauseMs = PAUSE_MS }: Options): Keeper {
  const state = createStore<KeeperState>(() => ({
    phase: "saved",
    revision,
    savedAt,
    reason: null,
    aside: null,
    asideReason: null,
  }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let running: Promise<void> | null = null;
  const put = (change: Partial<KeeperState>) => state.setState(change);
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  const changed = () => {
    stash.put({ graph: graph(), revision: state.getState().revision });
    if (state.getState().phase === "lost") return;
    if (state.getState().phase !== "offline") put({ phase: "unsaved", reason: null });
    if (!running && state.getState().phase !== "offline") later(pauseMs);
  };

  const attempt = async () => {
    const drawn = graph();
    put({ phase: "saving" });
    try {
      const answer = await save(drawn, state.getState().revision);
      attempts = 0;
      put({ revision: answer.revision, savedAt: new Date(answer.saved_at), reason: null });
      settle(drawn);
    } catch (error) {
      fail(error, drawn);
    }
  };

  /** After a good save: done, unless something was drawn meanwhile. */
  const settle = (drawn: Graph) => {
    if (graph() === drawn) {
      put({ phase: "saved" });
      stash.clear();
    } else {
      put({ phase: "unsaved" });
      stash.put({ graph: graph(), revision: state.getState().revision });
      later(pauseMs);
    }
  };

  const fail = (error: unknown, drawn: Graph) => {
    const reason = error instanceof Error ? error.message : "The draft could not be saved.";
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 409) {
      // The server has kept the work beside the draft; the copy here stays until the person decides.
      put({ phase: "lost", reason, aside: drawn, asideReason: reason });
    } else if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      put({ phase: "refused", reason });
    } else {
      put({ phase: "offline", reason });
      later(RETRY_MS[Math.min(attempts, RETRY_MS.length - 1)] ?? 8_000);
      attempts += 1;
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (running) return running.then(() => (state.getState().phase === "unsaved" ? flush() : undefined));
    if (["saved", "lost"].includes(state.getState().phase)) return;
    running = attempt().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    state,
    changed,
    flush,
    adopt: (next, at) => {
      clearTimeout(timer);
      stash.clear();
      put({ phase: "saved", revision: next, savedAt: at, reason: null });
    },
    hurry: () => {
      if (state.getState().phase === "offline") void flush();
    },
    stop: () => clearTimeout(timer),
  };
}

/** Whether leaving the page now would leave work behind that only this browser has. */
export const unsafe = ({ phase }: KeeperState): boolean => phase !== "saved" && phase !== "lost";
