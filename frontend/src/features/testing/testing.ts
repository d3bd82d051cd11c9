/** Unit tests of a job: cases, runs, what came out of them, and questions about rows. */
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import { fetchAllPages } from "@/api/pages";
import type { components } from "@/api/schema";
import { parseLosslessJson } from "@/lib/losslessJson";
import { settled } from "./state";
import type { Case, Definition, Input, Look, Question, RunDetail, RunSummary } from "./types";

type Schemas = components["schemas"];

const all = (job: string) => ["testing", job] as const;
const cases_ = (job: string) => [...all(job), "cases"] as const;
const run_ = (job: string, run: string) => [...all(job), "run", run] as const;

invalidateOn("case.changed", (event) => [[...cases_(event.job ?? "")], [...all(event.job ?? ""), "suite"]]);
invalidateOn("run.changed", ({ job = "", id }) => [
  [...cases_(job)],
  [...run_(job, id)],
  [...all(job), "suite"],
  [...all(job), "runs"],
  [...all(job), "coverage"],
]);
invalidateOn("trace.changed", ({ job = "", id }) => [...all(job), "trace", id]);
// Another draft or other data: what was tested may be outdated now.
invalidateOn("job.changed", (event) => [...all(event.job ?? event.id)]);
invalidateOn("pack.changed", () => ["testing"]);

/** A definition is read-only here, and its plans are known better than to the API: the JSON is the same. */
const written = <T>(value: unknown): T => value as T;

/** Rows may have whole numbers that are too long for a browser. A case that is saved again must not cut them. */
const exactly = <T>(text: unknown): T => parseLosslessJson(text as string) as T;
const AS_TEXT = { parseAs: "text" } as const;

/** A line that is down must not leave a page waiting for ever: a run that goes on is asked for as well. */
const ASK_MS = 2_500;
const inPath = (job: string) => ({ params: { path: { job } } });

export const cases = (job: string) =>
  queryOptions({
    queryKey: cases_(job),
    queryFn: async () => {
      const page = await fetchAllPages<Case>(async (query) =>
        exactly(
          unwrap(await http.GET("/api/jobs/{job}/cases/", { params: { path: { job }, query }, ...AS_TEXT })),
        ),
      );
      return page.results;
    },
    refetchInterval: ({ state }) =>
      state.data?.some(({ last_run }) => last_run && !settled(last_run.state)) ? ASK_MS : false,
  });

export const bench = (job: string, version?: number) =>
  queryOptions({
    queryKey: [...all(job), "bench", version ?? null],
    queryFn: async () =>
      unwrap(await http.GET("/api/jobs/{job}/bench/", { params: { path: { job }, query: { version } } })),
    placeholderData: keepPreviousData,
  });

/** How the rows of some sources would arrive. Keeps the picture that it had until the next one is there. */
export const timeline = (job: string, inputs: Readonly<Record<string, Input>>) =>
  queryOptions({
    queryKey: [...all(job), "timeline", inputs],
    queryFn: async ({ signal }) =>
      unwrap(
        await http.POST("/api/jobs/{job}/timeline/", {
          ...inPath(job),
          body: { inputs: written<Schemas["TimelineInputRequest"]["inputs"]>(inputs) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const run = (job: string, id: string) =>
  queryOptions({
    queryKey: run_(job, id),
    queryFn: async () =>
      exactly<RunDetail>(unwrap(await http.GET("/api/runs/{id}/", { params: { path: { id } }, ...AS_TEXT }))),
    refetchInterval: ({ state }) => (state.data && !settled(state.data.state) ? ASK_MS : false),
  });

export const suite = (job: string, version: number) =>
  queryOptions({
    queryKey: [...all(job), "suite", version],
    queryFn: async () =>
      unwrap(await http.GET("/api/jobs/{job}/suite/", { params: { path: { job }, query: { version } } })),
  });

/** The newest runs of a version. */
export const runs = (job: string, version: number) =>
  queryOptions({
    queryKey: [...all(job), "runs", version],
    queryFn: async () => {
      const query = { version, page_size: 100 };
      return unwrap(await http.GET("/api/jobs/{job}/runs/", { params: { path: { job }, query } })).results;
    },
    refetchInterval: ({ state }) => (state.data?.some((one) => !settled(one.state)) ? ASK_MS : false),
  });

export const coverage = (job: string) =>
  queryOptions({
    queryKey: [...all(job), "coverage"],
    queryFn: async () => unwrap(await http.GET("/api/jobs/{job}/coverage/", inPath(job))),
    placeholderData: keepPreviousData,
  });

export const trace = (job: string, id: string) =>
  queryOptions({
    queryKey: [...all(job), "trace", id],
    queryFn: async () => unwrap(await http.GET("/api/traces/{id}/", { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      state.data && ["queued", "running"].includes(state.data.state) ? 1_500 : false,
  });

/** The next rows of a large output. */
export async function outputPage(run: string, name: string, offset: number, limit = 100) {
  const params = { path: { id: run, name }, query: { offset, limit } };
  const answer = await http.GET("/api/runs/{id}/outputs/{name}/", { params, ...AS_TEXT });
  return exactly<Schemas["Changes"]>(unwrap(answer));
}

export const downloadUrl = (run: string, name: string): string =>
  `/api/runs/${run}/outputs/${encodeURIComponent(name)}/download/`;

export const readCase = async (id: string) =>
  exactly<Case>(unwrap(await http.GET("/api/cases/{id}/", { params: { path: { id } }, ...AS_TEXT })));

export interface CaseChange {
  name?: string;
  description?: string;
  definition?: Definition;
  revision: number;
}

export async function changeCase(id: string, change: CaseChange): Promise<Case> {
  const body = written<Schemas["PatchedCaseChangeRequest"]>(change);
  return exactly(
    unwrap(await http.PATCH("/api/cases/{id}/", { params: { path: { id } }, body, ...AS_TEXT })),
  );
}

/** Shows a case as it was just saved, before the event comes round. */
export const keepCase = (client: QueryClient, job: string, saved: Case): void =>
  void client.setQueryData(cases(job).queryKey, (before) => {
    if (!before) return before;
    const there = before.some(({ id }) => id === saved.id);
    return there
      ? before.map((one) => (one.id === saved.id ? { ...one, ...saved } : one))
      : [...before, saved];
  });

/** Someone who clicked sees "waiting" at once. */
const begun = (client: QueryClient, job: string, runs: readonly RunSummary[]): void =>
  void client.setQueryData(cases(job).queryKey, (before) =>
    before?.map((one) => ({ ...one, last_run: runs.find((run) => run.case === one.id) ?? one.last_run })),
  );

export function useCreateCase(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (made: { name: string; description?: string; definition: Definition }) => {
      const body = written<Schemas["NewCaseInputRequest"]>(made);
      return exactly<Case>(
        unwrap(await http.POST("/api/jobs/{job}/cases/", { ...inPath(job), body, ...AS_TEXT })),
      );
    },
    onSuccess: (made) => keepCase(client, job, made),
  });
}

export function useRenameCase(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, revision }: { id: string; name: string; revision: number }) =>
      changeCase(id, { name, revision }),
    onSuccess: (saved) => keepCase(client, job, saved),
  });
}

export const useDeleteCase = () =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(await http.DELETE("/api/cases/{id}/", { params: { path: { id } } })),
  });

export interface RunWish {
  /** All when left out. */
  cases?: string[];
  version?: number;
  coverage: boolean;
}

export function useRunCases(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (wish: RunWish) =>
      unwrap(await http.POST("/api/jobs/{job}/cases/run/", { ...inPath(job), body: wish })),
    onSuccess: ({ runs }, { version }) => version === undefined && begun(client, job, runs),
  });
}

export const useCancelRun = () =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(await http.POST("/api/runs/{id}/cancel/", { params: { path: { id } } })),
  });

export function useAccept(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ run, ...body }: { run: string; outputs: string[]; mode?: Record<string, Look> }) => {
      const params = { path: { id: run } };
      return exactly<Case>(unwrap(await http.POST("/api/runs/{id}/accept/", { params, body, ...AS_TEXT })));
    },
    onSuccess: (saved) => keepCase(client, job, saved),
  });
}

export const useAsk = () =>
  useMutation({
    mutationFn: async ({ run, question }: { run: string; question: Question }) => {
      const answer = await http.POST("/api/runs/{id}/traces/", {
        params: { path: { id: run } },
        body: question,
      });
      return unwrap(answer);
    },
  });
