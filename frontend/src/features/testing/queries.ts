/** Queries of the unit tests of a job: cases, runs, results and traces. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchAllPages, http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import type { components } from "@/api/schema";
import { parseLosslessJson } from "@/lib/losslessJson";
import { isTerminal } from "./runState";
import type { Case, CaseInput, RunDetail } from "./types";

type Schemas = components["schemas"];

const jobKey = (job: string) => ["testing", job] as const;
const casesKey = (job: string) => [...jobKey(job), "cases"] as const;
const runKey = (job: string, run: string) => [...jobKey(job), "run", run] as const;

invalidateOn("case.changed", (event) => [
  [...casesKey(event.job ?? "")],
  [...jobKey(event.job ?? ""), "suite"],
]);
invalidateOn("run.changed", ({ job = "", id }) => [
  [...casesKey(job)],
  [...runKey(job, id)],
  [...jobKey(job), "suite"],
  [...jobKey(job), "runs"],
  [...jobKey(job), "coverage"],
]);
invalidateOn("trace.changed", ({ job = "", id }) => [...jobKey(job), "trace", id]);
// After a change of the draft or the data, results may be outdated.
invalidateOn("draft.saved", (event) => [...jobKey(event.job ?? event.id)]);
invalidateOn("job.changed", (event) => [...jobKey(event.job ?? event.id)]);
invalidateOn("pack.changed", () => ["testing"]);

/** Definitions are typed more narrowly here than in the API's schema; the JSON is the same. */
export const asRequest = <T>(value: unknown): T => value as T;

/** Rows may contain integers that a JavaScript number cannot hold, which must survive saving a case again. */
export const parseLossless = <T>(text: unknown): T => parseLosslessJson(text as string) as T;
export const AS_TEXT = { parseAs: "text" } as const;

/** Runs in progress are polled as well, in case the event stream is interrupted. */
const POLL_MS = 2_500;
export const jobParams = (job: string) => ({ params: { path: { job } } });

export const cases = (job: string) =>
  queryOptions({
    queryKey: casesKey(job),
    queryFn: async () => {
      const page = await fetchAllPages<Case>(async (query) =>
        parseLossless(
          unwrap(await http.GET("/api/jobs/{job}/cases/", { params: { path: { job }, query }, ...AS_TEXT })),
        ),
      );
      return page.results;
    },
    refetchInterval: ({ state }) =>
      state.data?.some(({ last_run }) => last_run && !isTerminal(last_run.state)) ? POLL_MS : false,
  });

/** The sources, sinks and taps of a job that a test can feed and compare. */
export const testSurface = (job: string, version?: number) =>
  queryOptions({
    queryKey: [...jobKey(job), "surface", version ?? null],
    queryFn: async () =>
      unwrap(await http.GET("/api/jobs/{job}/bench/", { params: { path: { job }, query: { version } } })),
    placeholderData: keepPreviousData,
  });

/** The arrivals of the rows of some sources. Keeps the previous data while loading. */
export const timeline = (job: string, inputs: Readonly<Record<string, CaseInput>>) =>
  queryOptions({
    queryKey: [...jobKey(job), "timeline", inputs],
    queryFn: async ({ signal }) =>
      unwrap(
        await http.POST("/api/jobs/{job}/timeline/", {
          ...jobParams(job),
          body: { inputs: asRequest<Schemas["TimelineInputRequest"]["inputs"]>(inputs) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const run = (job: string, id: string) =>
  queryOptions({
    queryKey: runKey(job, id),
    queryFn: async () =>
      parseLossless<RunDetail>(
        unwrap(await http.GET("/api/runs/{id}/", { params: { path: { id } }, ...AS_TEXT })),
      ),
    refetchInterval: ({ state }) => (state.data && !isTerminal(state.data.state) ? POLL_MS : false),
  });

export const suite = (job: string, version: number) =>
  queryOptions({
    queryKey: [...jobKey(job), "suite", version],
    queryFn: async () =>
      unwrap(await http.GET("/api/jobs/{job}/suite/", { params: { path: { job }, query: { version } } })),
  });

/** The newest runs of a version. */
export const runs = (job: string, version: number) =>
  queryOptions({
    queryKey: [...jobKey(job), "runs", version],
    queryFn: async () => {
      const query = { version, page_size: 100 };
      return unwrap(await http.GET("/api/jobs/{job}/runs/", { params: { path: { job }, query } })).results;
    },
    refetchInterval: ({ state }) => (state.data?.some((one) => !isTerminal(one.state)) ? POLL_MS : false),
  });

export const coverage = (job: string) =>
  queryOptions({
    queryKey: [...jobKey(job), "coverage"],
    queryFn: async () => unwrap(await http.GET("/api/jobs/{job}/coverage/", jobParams(job))),
    placeholderData: keepPreviousData,
  });

export const trace = (job: string, id: string) =>
  queryOptions({
    queryKey: [...jobKey(job), "trace", id],
    queryFn: async () => unwrap(await http.GET("/api/traces/{id}/", { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      state.data && ["queued", "running"].includes(state.data.state) ? 1_500 : false,
  });

/** A page of changes of a large output. */
export async function fetchOutputPage(run: string, name: string, offset: number, limit = 100) {
  const params = { path: { id: run, name }, query: { offset, limit } };
  const answer = await http.GET("/api/runs/{id}/outputs/{name}/", { params, ...AS_TEXT });
  return parseLossless<Schemas["Changes"]>(unwrap(answer));
}

export const outputDownloadUrl = (run: string, name: string): string =>
  `/api/runs/${run}/outputs/${encodeURIComponent(name)}/download/`;

export const fetchCase = async (id: string) =>
  parseLossless<Case>(unwrap(await http.GET("/api/cases/{id}/", { params: { path: { id } }, ...AS_TEXT })));
