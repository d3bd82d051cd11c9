/** Queries and mutations of data packs: rows for tests, in immutable versions; and the report of bad rows. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { fetchAllPages, http, unwrap } from "@/api/client";
import { ApiError, toApiError } from "@/api/errors";
import { invalidateOn } from "@/api/events";
import type { components } from "@/api/schema";
import { parseLosslessJson } from "@/lib/losslessJson";
import type { Inspection, Pack, PackRow, PackVersion, Report } from "./types";

type Schemas = components["schemas"];

const listKey = (project: string) => ["packs", project] as const;
const detailKey = (id: string) => ["pack", id] as const;
invalidateOn("pack.changed", (event) => [[...listKey(event.project)], [...detailKey(event.id)]]);
// A pack is sent with the number of tests that use it.
invalidateOn("case.changed", (event) => [[...listKey(event.project)], ["pack"]]);

export const packs = (project: string) =>
  queryOptions({
    queryKey: listKey(project),
    queryFn: () =>
      fetchAllPages(async (query) =>
        unwrap(await http.GET("/api/projects/{project}/packs/", { params: { path: { project }, query } })),
      ),
  });

export const pack = (id: string) =>
  queryOptions({
    queryKey: detailKey(id),
    queryFn: async (): Promise<Pack> =>
      unwrap(await http.GET("/api/packs/{id}/", { params: { path: { id } } })),
  });

/** All versions, newest first. */
export const packVersions = (id: string) =>
  queryOptions({
    queryKey: [...detailKey(id), "versions"],
    queryFn: () =>
      fetchAllPages<PackVersion>(async (query) =>
        unwrap(await http.GET("/api/packs/{id}/versions/", { params: { path: { id }, query } })),
      ),
  });

/** A page of rows of a version, at most 200. Integers that a JavaScript number cannot hold come as strings. */
export const packRows = (id: string, version: number, offset: number, limit = 100) =>
  queryOptions({
    queryKey: ["pack-rows", id, version, offset, limit],
    queryFn: async (): Promise<Schemas["Rows"]> => {
      const params = { path: { id }, query: { version, offset, limit } };
      return parseLosslessJson(
        unwrap(await http.GET("/api/packs/{id}/rows/", { params, parseAs: "text" })),
      ) as Schemas["Rows"];
    },
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The URL of a version as a file of JSON lines. */
export const packDownloadUrl = (id: string, version: number): string =>
  `/api/packs/${id}/download/?version=${version}`;

/** All rows of a version, for packs small enough to be edited in the grid. */
export const allPackRows = (id: string, version: number) =>
  queryOptions({
    queryKey: ["pack-rows", id, version, "whole"],
    queryFn: async (): Promise<PackRow[]> => {
      const params = { path: { id }, query: { version } };
      const text: string = unwrap(await http.GET("/api/packs/{id}/download/", { params, parseAs: "text" }));
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => parseLosslessJson(line) as PackRow);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/**
 * Checks rows as if they were stored; nothing is stored.
 *
 * @throws BadRowsError when the rows cannot be read at all.
 */
export async function inspectRows(
  project: string,
  body: Schemas["InspectRowsRequest"],
  signal?: AbortSignal,
): Promise<Inspection> {
  const request = { params: { path: { project } }, body, ...(signal && { signal }) };
  return unwrapOrBadRows(await http.POST("/api/projects/{project}/packs/inspect/", request));
}

/** Creates a pack from rows of the grid. Fails with BadRowsError. */
export const useCreatePack = (project: string) =>
  useMutation({
    mutationFn: async (body: Schemas["NewPackRowsRequest"]): Promise<Pack> =>
      unwrapOrBadRows(
        await http.POST("/api/projects/{project}/packs/", { params: { path: { project } }, body }),
      ),
  });

/** Stores rows as a new version; unchanged rows create none. Fails with BadRowsError. */
export const useCreatePackVersion = (id: string) =>
  useMutation({
    mutationFn: async (rows: PackRow[]): Promise<PackVersion> =>
      unwrapOrBadRows(
        await http.POST("/api/packs/{id}/versions/", { params: { path: { id } }, body: { rows } }),
      ),
  });

export const useUpdatePack = () =>
  useMutation({
    mutationFn: async ({ id, ...body }: { id: string; name: string; description: string }): Promise<Pack> =>
      unwrap(await http.PATCH("/api/packs/{id}/", { params: { path: { id } }, body })),
  });

export const useDeletePack = () =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(await http.DELETE("/api/packs/{id}/", { params: { path: { id } } })),
  });

export class BadRowsError extends ApiError {
  readonly report: Report;

  constructor(error: ApiError, report: Report) {
    super(error);
    this.name = "BadRowsError";
    this.report = report;
  }
}

/**
 * Like `unwrap`, but rejected rows throw their report as well.
 *
 * @throws BadRowsError when the server rejects rows; ApiError for every other failure.
 */
export function unwrapOrBadRows<T>(answer: Parameters<typeof unwrap<T>>[0]): T {
  const report = (answer.error as { error?: { report?: Report } } | undefined)?.error?.report;
  if (report) throw new BadRowsError(toApiError(answer.response.status, answer.error), report);
  return unwrap(answer);
}

/** The report of rejected rows; null for any other error. */
export const getRowReport = (error: unknown): Report | null =>
  error instanceof BadRowsError ? error.report : null;
