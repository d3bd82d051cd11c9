/** One job: reads, and what people may do to it. The server tells when something became stale. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { on } from "@/api/events";
import { allPages } from "@/api/pages";
import type { components } from "@/api/schema";
import type { CheckReport } from "@/canvas/model/check";
import type { Graph } from "@/canvas/model/document";
import { catalogueOf, type Operator } from "@/canvas/model/operators";
import type { Preview } from "@/canvas/model/services";

type Schemas = components["schemas"];
export type JobDetail = Schemas["JobDetail"];
export type Version = Schemas["Version"];
export type SideDraft = Schemas["SideDraft"];
export type Saved = Schemas["Saved"];
export type Lock = Schemas["Lock"];

const one = (job: string) => ["job", job] as const;
on("job.changed", (event) => [...one(event.job ?? event.id)]);
on("lock.changed", (event) => [...one(event.job ?? event.id)]);
// The job itself too: it says which version is the last.
on("version.created", (event) => [...one(event.job ?? "")]);

/** The canvas's document is the API's, with everything read-only: the two types differ in nothing else. */
const sent = (graph: Graph) => graph as unknown as Schemas["Graph"];
const path = (job: string) => ({ params: { path: { job } } });

export const job = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "detail"],
    queryFn: async () => ok(await http.GET("/api/jobs/{job}/", path(id))),
    staleTime: 0,
  });

/** Declarations of all kinds. They change with the server's release only. */
export const operators = queryOptions({
  queryKey: ["operators"],
  queryFn: async () => catalogueOf(ok(await http.GET("/api/operators/")) as unknown as Operator[]),
  staleTime: Number.POSITIVE_INFINITY,
});

export const functions = queryOptions({
  queryKey: ["functions"],
  queryFn: async () => ok(await http.GET("/api/functions/")).functions,
  staleTime: Number.POSITIVE_INFINITY,
});

export const versions = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "versions"],
    queryFn: async () =>
      allPages(async (query) =>
        ok(await http.GET("/api/jobs/{job}/versions/", { params: { path: { job: id }, query } })),
      ),
  });

export const version = (id: string, number: number) =>
  queryOptions({
    queryKey: [...one(id), "versions", number],
    queryFn: async () =>
      ok(
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
      ok(
        await http.GET("/api/jobs/{job}/sql/", { params: { path: { job: id }, query: { version: number } } }),
      ).sql,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const sideDrafts = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "drafts"],
    queryFn: () =>
      allPages(async (query) =>
        ok(await http.GET("/api/jobs/{job}/drafts/", { params: { path: { job: id }, query } })),
      ),
  });

export async function saveDraft(id: string, graph: Graph, revision: number): Promise<Saved> {
  return ok(
    await http.PUT("/api/jobs/{job}/draft/", { ...path(id), body: { graph: sent(graph), revision } }),
  );
}

export async function checkGraph(id: string, graph: Graph, signal: AbortSignal): Promise<CheckReport> {
  const answer = await http.POST("/api/jobs/{job}/check/", {
    ...path(id),
    body: { graph: sent(graph) },
    signal,
  });
  return ok(answer) as unknown as CheckReport;
}

export async function previewNode(id: string, graph: Graph, node: string): Promise<Preview> {
  const body = { graph: sent(graph), node, limit: 50 };
  return ok(await http.POST("/api/jobs/{job}/preview/", { ...path(id), body }));
}

/** Takes the edit lock; with `force` from whoever has it. */
export function useTakeLock(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (force: boolean) =>
      ok(await http.POST("/api/jobs/{job}/lock/", { ...path(id), body: { force } })),
    // Editing must not wait for the event to come round.
    onSuccess: (taken) =>
      client.setQueryData(job(id).queryKey, (before) => before && { ...before, lock: taken.lock }),
  });
}

export const useReleaseLock = (id: string) =>
  useMutation({ mutationFn: async () => ok(await http.DELETE("/api/jobs/{job}/lock/", path(id))) });

export const useSubmit = (id: string) =>
  useMutation({
    mutationFn: async (comment: string) =>
      ok(await http.POST("/api/jobs/{job}/versions/", { ...path(id), body: { comment } })),
  });

export const useRestore = (id: string) =>
  useMutation({
    mutationFn: async (number: number) =>
      ok(
        await http.POST("/api/jobs/{job}/versions/{number}/restore/", {
          params: { path: { job: id, number: String(number) } },
        }),
      ),
  });
