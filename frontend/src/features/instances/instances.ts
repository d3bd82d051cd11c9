/** Queries and mutations of instances. A mutation changes the desired state; the server announces when it is reached. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueries } from "@tanstack/react-query";
import { fetchAllPages, http, joinPages, nextPageNumber, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import type { Environment, Instance, Start } from "@/api/types";

const ofProject = (project: string) => ["instances", project] as const;
const one = (id: string) => ["instance", id] as const;

invalidateOn("instance.changed", (event) => [[...ofProject(event.project)], [...one(event.id)]]);
invalidateOn("savepoint.changed", (event) => [...one(event.instance ?? event.id), "savepoints"]);

/** All instances of a project, newest first. */
export const instances = (project: string) =>
  queryOptions({
    queryKey: [...ofProject(project), "all"],
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(
          await http.GET("/api/projects/{project}/instances/", { params: { path: { project }, query } }),
        ),
      ),
  });

/** The instances of one job, newest first. */
export const instancesOfJob = (project: string, job: string) =>
  queryOptions({
    queryKey: [...ofProject(project), "job", job],
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(
          await http.GET("/api/projects/{project}/instances/", {
            params: { path: { project }, query: { job, ...query } },
          }),
        ),
      ),
  });

export const instance = (id: string) =>
  queryOptions({
    queryKey: one(id),
    queryFn: async () =>
      unwrap(await http.GET("/api/instances/{instance}/", { params: { path: { instance: id } } })),
  });

export const savepoints = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "savepoints"],
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(
          await http.GET("/api/instances/{instance}/savepoints/", {
            params: { path: { instance: id }, query },
          }),
        ),
      ),
  });

/** The completed savepoints of several instances, for a start from one of them. Newest first. */
export const useCompletedSavepoints = (ids: readonly string[]) =>
  useQueries({
    queries: ids.map(savepoints),
    combine: (answers) => ({
      pending: answers.some((answer) => answer.isPending),
      savepoints: answers
        .flatMap((answer) => answer.data?.results ?? [])
        .filter((one) => one.state === "completed")
        .toSorted((a, b) => b.created_at.localeCompare(a.created_at)),
    }),
  });

/** What happened to an instance, newest first. It grows for as long as the instance lives, so it is read by parts. */
export const history = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...one(id), "history"],
    queryFn: async ({ pageParam }) =>
      unwrap(
        await http.GET("/api/instances/{instance}/history/", {
          params: { path: { instance: id }, query: { page: pageParam, page_size: 50 } },
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: nextPageNumber,
    select: joinPages,
  });

export const exceptions = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "exceptions"],
    queryFn: async () =>
      unwrap(await http.GET("/api/instances/{instance}/exceptions/", { params: { path: { instance: id } } })),
    refetchInterval: 15_000,
  });

/** The end of a process's log. `source` is "jobmanager" or "taskmanager:<id>". */
export const logs = (id: string, source: string, follow: boolean) =>
  queryOptions({
    queryKey: [...one(id), "logs", source],
    queryFn: async () =>
      unwrap(
        await http.GET("/api/instances/{instance}/logs/", {
          params: { path: { instance: id }, query: { source } },
        }),
      ),
    refetchInterval: follow ? 3_000 : false,
    placeholderData: (before) => before,
  });

/** Names of a version's nodes by id. A version never changes, so neither does this. */
export const nodeNames = (job: string, version: number) =>
  queryOptions({
    queryKey: ["node-names", job, version],
    queryFn: async () => {
      const answer = await http.GET("/api/jobs/{job}/versions/{number}/", {
        params: { path: { job, number: String(version) } },
      });
      return new Map(unwrap(answer).graph.nodes.map((node) => [node.id, node.name] as const));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

interface FirstStart {
  job: string;
  version: number;
  environment: Environment["name"];
  start: Start;
  settings?: Record<string, unknown>;
}

/** Requests the start of a version: creates an instance, which the server starts asynchronously. */
export const useStart = () =>
  useMutation({
    mutationFn: async ({ job, ...body }: FirstStart) =>
      unwrap(await http.POST("/api/jobs/{job}/instances/", { params: { path: { job } }, body })),
  });

/** Starts a stopped instance again. */
export const useRestart = () =>
  useMutation({
    mutationFn: async ({ id, start }: { id: Instance["id"]; start: Start }) =>
      unwrap(
        await http.POST("/api/instances/{instance}/start/", {
          params: { path: { instance: id } },
          body: { start },
        }),
      ),
  });

export const useStop = () =>
  useMutation({
    mutationFn: async ({ id, savepoint }: { id: Instance["id"]; savepoint: boolean }) =>
      unwrap(
        await http.POST("/api/instances/{instance}/stop/", {
          params: { path: { instance: id } },
          body: { savepoint },
        }),
      ),
  });

export const useSavepoint = () =>
  useMutation({
    mutationFn: async (id: Instance["id"]) =>
      unwrap(
        await http.POST("/api/instances/{instance}/savepoints/", { params: { path: { instance: id } } }),
      ),
  });
