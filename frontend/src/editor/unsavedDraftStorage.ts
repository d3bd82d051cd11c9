/** Unsaved work in this browser: one entry for each job and person. */
import type { Graph } from "@/canvas/model/document";

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
