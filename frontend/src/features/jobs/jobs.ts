/** Queries and mutations of one job, and which announced drafts are this page's own. */
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { fetchAllPages, http, unwrap } from "@/api/client";
import { invalidateOn, type ServerEvent } from "@/api/events";
import type { components } from "@/api/schema";
import type { CheckReport } from "@/canvas/model/check";
import type { Graph } from "@/canvas/model/document";
import type { Preview } from "@/canvas/model/hostServices";
import { catalogueOf, type Operator } from "@/canvas/model/operators";

type Schemas = components["schemas"];
export type JobDetail = Schemas["JobDetail"];
export type Version = Schemas["Version"];
export type SideDraft = Schemas["SideDraft"];
export type SavedDraft = Schemas["Saved"];
export type Lock = Schemas["Lock"];

const one = (job: string) => ["job", job] as const;
invalidateOn("job.changed", (event) => [...one(event.job ?? event.id)]);
// The author's page has what it saved.
invalidateOn("draft.saved", (event) => (isOwnDraft(event) ? [] : [...one(event.job ?? event.id)]));
invalidateOn("lock.changed", (event) => [...one(event.job ?? event.id)]);
// The job itself too: it says which version is the last.
invalidateOn("version.created", (event) => [...one(event.job ?? "")]);

/** The canvas's document is the API's, with everything read-only: the two types differ in nothing else. */
const asRequestGraph = (graph: Graph) => graph as unknown as Schemas["Graph"];
const path = (job: string) => ({ params: { path: { job } } });

export const job = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "detail"],
    queryFn: async () => unwrap(await http.GET("/api/jobs/{job}/", path(id))),
    staleTime: 0,
  });

/** Declarations of all kinds. They change with the server's release only. */
export const operators = queryOptions({
  queryKey: ["operators"],
  queryFn: async () => catalogueOf(unwrap(await http.GET("/api/operators/")) as unknown as Operator[]),
  staleTime: Number.POSITIVE_INFINITY,
});

export const functions = queryOptions({
  queryKey: ["functions"],
  queryFn: async () => unwrap(await http.GET("/api/functions/")).functions,
  staleTime: Number.POSITIVE_INFINITY,
});

export const versions = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "versions"],
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(await http.GET("/api/jobs/{job}/versions/", { params: { path: { job: id }, query } })),
      ),
  });

export const version = (id: string, number: number) =>
  queryOptions({
    queryKey: [...one(id), "versions", number],
    queryFn: async () =>
      unwrap(
        await http.GET("/api/jobs/{job}/versions/{number}/", {
          params: { path: { job: id, number: String(number) } },
        }),
      ),
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const versionSql = (id: string, number: number) =>
  queryOptions({
    queryKey: [...one(id), "versions", number, "sql"],
    queryFn: async () =>
      unwrap(
        await http.GET("/api/jobs/{job}/sql/", { params: { path: { job: id }, query: { version: number } } }),
      ).sql,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const sideDrafts = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "drafts"],
    queryFn: () =>
      fetchAllPages(async (query) =>
        unwrap(await http.GET("/api/jobs/{job}/drafts/", { params: { path: { job: id }, query } })),
      ),
  });

/** Saves the draft over `revision`. The cached job then has the saved draft: its author need not fetch it again. */
export async function saveDraft(
  client: QueryClient,
  id: string,
  graph: Graph,
  revision: number,
): Promise<SavedDraft> {
  expectOwnDraft(id, revision + 1);
  try {
    const body = { graph: asRequestGraph(graph), revision };
    const saved = unwrap(await http.PUT("/api/jobs/{job}/draft/", { ...path(id), body }));
    client.setQueryData(
      job(id).queryKey,
      (before) => before && { ...before, draft: { ...before.draft, ...saved, graph: body.graph } },
    );
    return saved;
  } catch (error) {
    forgetOwnDraft(id);
    throw error;
  }
}

export async function checkGraph(id: string, graph: Graph, signal: AbortSignal): Promise<CheckReport> {
  const answer = await http.POST("/api/jobs/{job}/check/", {
    ...path(id),
    body: { graph: asRequestGraph(graph) },
    signal,
  });
  return unwrap(answer) as unknown as CheckReport;
}

export async function previewNode(id: string, graph: Graph, node: string): Promise<Preview> {
  const body = { graph: asRequestGraph(graph), node, limit: 50 };
  return unwrap(await http.POST("/api/jobs/{job}/preview/", { ...path(id), body }));
}

/** Takes the edit lock; with `force` also from somebody else. */
export function useTakeLock(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (force: boolean) =>
      unwrap(await http.POST("/api/jobs/{job}/lock/", { ...path(id), body: { force } })),
    // Editing must not wait for the event to come round.
    onSuccess: (taken) =>
      client.setQueryData(job(id).queryKey, (before) => before && { ...before, lock: taken.lock }),
  });
}

export const useReleaseLock = (id: string) =>
  useMutation({ mutationFn: async () => unwrap(await http.DELETE("/api/jobs/{job}/lock/", path(id))) });

export const useSubmit = (id: string) =>
  useMutation({
    mutationFn: async (comment: string) =>
      unwrap(await http.POST("/api/jobs/{job}/versions/", { ...path(id), body: { comment } })),
  });

export const useRestore = (id: string) =>
  useMutation({
    mutationFn: async (number: number) =>
      unwrap(
        await http.POST("/api/jobs/{job}/versions/{number}/restore/", {
          params: { path: { job: id, number: String(number) } },
        }),
      ),
  });

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
