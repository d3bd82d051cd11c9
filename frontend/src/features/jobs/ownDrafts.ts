/**
 * The revisions of drafts that this page saves. The server announces a saved draft to every page, perhaps before it answers
 * the save: the author ignores that announcement.
 */
import type { ServerEvent } from "@/api/events";

const revisions = new Map<string, number>();

/** This page is about to save this revision of a job's draft. */
export function expectOwnDraft(job: string, revision: number): void {
  revisions.set(job, revision);
}

/** The save failed: that revision is somebody else's, or not saved at all. */
export function forgetOwnDraft(job: string): void {
  revisions.delete(job);
}

/** Whether an event announces a draft that this page saves; an event without a revision never does. */
export function isOwnDraft({ job, id, revision }: Pick<ServerEvent, "job" | "id" | "revision">): boolean {
  return revision !== undefined && revisions.get(job ?? id) === revision;
}
