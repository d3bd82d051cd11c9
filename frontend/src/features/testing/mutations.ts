/** Mutations of the unit tests of a job. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { AS_TEXT, asRequest, cases, jobParams, parseLossless } from "./queries";
import type { Case, CaseDefinition, CompareMode, RunSummary, TraceQuestion } from "./types";

type Schemas = components["schemas"];

type CaseChange = Pick<Schemas["PatchedCaseChangeRequest"], "name" | "description"> & {
  definition?: CaseDefinition;
  revision: number;
};

export async function updateCase(id: string, change: CaseChange): Promise<Case> {
  const body = asRequest<Schemas["PatchedCaseChangeRequest"]>(change);
  return parseLossless(
    unwrap(await http.PATCH("/api/cases/{id}/", { params: { path: { id } }, body, ...AS_TEXT })),
  );
}

/** Puts a saved case into the cache, before the event arrives. */
export const cacheCase = (client: QueryClient, job: string, saved: Case): void =>
  void client.setQueryData(cases(job).queryKey, (previous) => {
    if (!previous) return previous;
    const exists = previous.some(({ id }) => id === saved.id);
    return exists
      ? previous.map((one) => (one.id === saved.id ? { ...one, ...saved } : one))
      : [...previous, saved];
  });

/** Shows the queued runs immediately. */
const markQueued = (client: QueryClient, job: string, runs: readonly RunSummary[]): void =>
  void client.setQueryData(cases(job).queryKey, (previous) =>
    previous?.map((one) => ({ ...one, last_run: runs.find((run) => run.case === one.id) ?? one.last_run })),
  );

export function useCreateCase(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: { name: string; description?: string; definition: CaseDefinition }) => {
      const body = asRequest<Schemas["NewCaseInputRequest"]>(input);
      return parseLossless<Case>(
        unwrap(await http.POST("/api/jobs/{job}/cases/", { ...jobParams(job), body, ...AS_TEXT })),
      );
    },
    onSuccess: (created) => cacheCase(client, job, created),
  });
}

export function useRenameCase(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, revision }: { id: string; name: string; revision: number }) =>
      updateCase(id, { name, revision }),
    onSuccess: (saved) => cacheCase(client, job, saved),
  });
}

export const useDeleteCase = () =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(await http.DELETE("/api/cases/{id}/", { params: { path: { id } } })),
  });

export function useRunCases(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (request: Schemas["RunsInputRequest"]) =>
      unwrap(await http.POST("/api/jobs/{job}/cases/run/", { ...jobParams(job), body: request })),
    onSuccess: ({ runs }, { version }) => version === undefined && markQueued(client, job, runs),
  });
}

export const useCancelRun = () =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(await http.POST("/api/runs/{id}/cancel/", { params: { path: { id } } })),
  });

export function useAcceptOutputs(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({
      run,
      ...body
    }: {
      run: string;
      outputs: string[];
      mode?: Record<string, CompareMode>;
    }) => {
      const params = { path: { id: run } };
      return parseLossless<Case>(
        unwrap(await http.POST("/api/runs/{id}/accept/", { params, body, ...AS_TEXT })),
      );
    },
    onSuccess: (saved) => cacheCase(client, job, saved),
  });
}

export const useStartTrace = () =>
  useMutation({
    mutationFn: async ({ run, question }: { run: string; question: TraceQuestion }) => {
      const answer = await http.POST("/api/runs/{id}/traces/", {
        params: { path: { id: run } },
        body: question,
      });
      return unwrap(answer);
    },
  });
