/**
 * Saves the draft of a job: whatever is drawn is in this browser at once and on the server a second later. The copy in the
 * browser is kept until the server confirms, so nothing is lost to a reload, a crash or a network failure.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Graph } from "@/canvas/model/document";
import { type Autosave, createAutosave } from "@/lib/autosave";

/** Work that the server did not accept because somebody else edits: to compare and to restore. */
export interface ConflictingWork {
  readonly graph: Graph | null;
  /** Why it is not the draft, as a sentence. */
  readonly reason: string | null;
}

export interface DraftAutosave extends Autosave {
  /** Stays until the person decides, also after the page shows the other draft. */
  readonly conflict: StoreApi<ConflictingWork>;
}

interface Options {
  readonly graph: () => Graph;
  readonly revision: number;
  readonly savedAt: Date | null;
  readonly save: (graph: Graph, revision: number) => Promise<{ revision: number; saved_at: string }>;
  readonly storage: UnsavedDraftStorage;
}

const PAUSE_MS = 1_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];

export function createDraftAutosave({ graph, revision, savedAt, save, storage }: Options): DraftAutosave {
  const conflict = createStore<ConflictingWork>(() => ({ graph: null, reason: null }));
  const autosave = createAutosave<Graph>({
    document: graph,
    revision,
    savedAt,
    save: async (drawn, base) => {
      const saved = await save(drawn, base);
      return { revision: saved.revision, savedAt: new Date(saved.saved_at) };
    },
    // The server has kept the work beside the draft; the copy here stays until the person decides.
    onConflict: async (reason, drawn) => {
      conflict.setState({ graph: drawn, reason });
      return null;
    },
    backup: { put: (drawn, base) => storage.put({ graph: drawn, revision: base }), clear: storage.clear },
    pauseMs: PAUSE_MS,
    retryMs: RETRY_MS,
  });
  return { ...autosave, conflict };
}

export interface UnsavedDraft {
  readonly graph: Graph;
  /** The revision of the draft that the work builds on. */
  readonly revision: number;
  /** When it was drawn, in milliseconds since the epoch. */
  readonly at: number;
}

export interface UnsavedDraftStorage {
  readonly put: (work: Omit<UnsavedDraft, "at">) => void;
  readonly read: () => UnsavedDraft | null;
  readonly clear: () => void;
}

export function createUnsavedDraftStorage(
  user: string,
  job: string,
  storage: Storage = localStorage,
  now = Date.now,
): UnsavedDraftStorage {
  const key = `penstock.unsaved.${user}.${job}`;
  return {
    put: (work) => {
      try {
        storage.setItem(key, JSON.stringify({ ...work, at: now() }));
      } catch {
        // The quota is exceeded (a very large graph): the server's copy, a second later, is then the only one.
      }
    },
    read: () => parse(storage.getItem(key)),
    clear: () => storage.removeItem(key),
  };
}

function parse(text: string | null): UnsavedDraft | null {
  if (text === null) return null;
  try {
    const work = JSON.parse(text) as UnsavedDraft;
    return Array.isArray(work.graph?.nodes) && typeof work.revision === "number" ? work : null;
  } catch {
    return null;
  }
}
