/** Data packs of a project: rows for tests, in versions that never change. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { on } from "@/api/events";
import { allPages } from "@/api/pages";
import { parseExact } from "./exact";
import { taken } from "./refusal";
import type { Inspection, Pack, PackColumn, PackRow, PackVersion } from "./types";

const all = (project: string) => ["packs", project] as const;
const one = (id: string) => ["pack", id] as const;
on("pack.changed", (event) => [[...all(event.project)], [...one(event.id)]]);
// How many tests use a pack is told with it.
on("case.changed", (event) => [[...all(event.project)], ["pack"]]);

export const packs = (project: string) =>
  queryOptions({
    queryKey: all(project),
    queryFn: () =>
      allPages(async (query) =>
        ok(await http.GET("/api/projects/{project}/packs/", { params: { path: { project }, query } })),
      ),
  });

export const pack = (id: string) =>
  queryOptions({
    queryKey: one(id),
    queryFn: async (): Promise<Pack> => ok(await http.GET("/api/packs/{id}/", { params: { path: { id } } })),
  });

/** All versions, the latest first. */
export const packVersions = (id: string) =>
  queryOptions({
    queryKey: [...one(id), "versions"],
    queryFn: () =>
      allPages<PackVersion>(async (query) =>
        ok(await http.GET("/api/packs/{id}/versions/", { params: { path: { id }, query } })),
      ),
  });

export interface RowsPage {
  version: number;
  total: number;
  offset: number;
  rows: PackRow[];
}

/** Some rows of a version: at most 200. Whole numbers that are too long for a browser come as text. */
export const packRows = (id: string, version: number, offset: number, limit = 100) =>
  queryOptions({
    queryKey: ["pack-rows", id, version, offset, limit],
    queryFn: async (): Promise<RowsPage> => {
      const params = { path: { id }, query: { version, offset, limit } };
      return parseExact(ok(await http.GET("/api/packs/{id}/rows/", { params, parseAs: "text" }))) as RowsPage;
    },
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where a version can be fetched as a file of JSON lines. */
export const downloadOf = (id: string, version: number): string =>
  `/api/packs/${id}/download/?version=${version}`;

/** All rows of a version: for small ones, which are edited as a whole. */
export const wholePack = (id: string, version: number) =>
  queryOptions({
    queryKey: ["pack-rows", id, version, "whole"],
    queryFn: async (): Promise<PackRow[]> => {
      const params = { path: { id }, query: { version } };
      const text: string = ok(await http.GET("/api/packs/{id}/download/", { params, parseAs: "text" }));
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => parseExact(line) as PackRow);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

interface Typed {
  columns: readonly PackColumn[];
  rows: PackRow[];
}

/** What storing typed rows would say; nothing is stored. */
export async function inspectRows(
  project: string,
  { columns, rows }: Typed,
  signal?: AbortSignal,
): Promise<Inspection> {
  const at = {
    params: { path: { project } },
    body: { columns: [...columns], rows },
    ...(signal && { signal }),
  };
  return taken(await http.POST("/api/projects/{project}/packs/inspect/", at));
}

export interface NewPack extends Typed {
  name: string;
  description: string;
  event_time: string;
}

/** A new pack of rows that were typed. Throws BadRows. */
export const useCreatePack = (project: string) =>
  useMutation({
    mutationFn: async ({ columns, ...rest }: NewPack): Promise<Pack> => {
      const body = { ...rest, columns: [...columns] };
      return taken(
        await http.POST("/api/projects/{project}/packs/", { params: { path: { project } }, body }),
      );
    },
  });

/** New rows for a pack. The same rows once more are no new version. Throws BadRows. */
export const useNewVersion = (id: string) =>
  useMutation({
    mutationFn: async (rows: PackRow[]): Promise<PackVersion> =>
      taken(await http.POST("/api/packs/{id}/versions/", { params: { path: { id } }, body: { rows } })),
  });

export const useChangePack = () =>
  useMutation({
    mutationFn: async ({ id, ...body }: { id: string; name: string; description: string }): Promise<Pack> =>
      ok(await http.PATCH("/api/packs/{id}/", { params: { path: { id } }, body })),
  });

export const useDeletePack = () =>
  useMutation({
    mutationFn: async (id: string) => ok(await http.DELETE("/api/packs/{id}/", { params: { path: { id } } })),
  });
