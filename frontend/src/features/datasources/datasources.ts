/** Data sources of a project: connections, whose secrets only ever go in. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { on } from "@/api/events";
import { allPages } from "@/api/pages";
import type { Datasource, DatasourceKind } from "@/api/types";

const all = (project: string) => ["datasources", project] as const;
on("datasource.changed", (event) => [...all(event.project)]);

export const datasources = (project: string) =>
  queryOptions({
    queryKey: all(project),
    queryFn: async () =>
      allPages(async (query) =>
        ok(await http.GET("/api/projects/{project}/datasources/", { params: { path: { project }, query } })),
      ),
  });

export interface DatasourceInput {
  name: string;
  kind: DatasourceKind;
  description?: string;
  config: Record<string, unknown>;
  /** Only the ones to set or replace. */
  secrets: Record<string, string>;
}

export const useCreateDatasource = (project: string) =>
  useMutation({
    mutationFn: async (body: DatasourceInput): Promise<Datasource> =>
      ok(await http.POST("/api/projects/{project}/datasources/", { params: { path: { project } }, body })),
  });

export const useChangeDatasource = (project: string) =>
  useMutation({
    mutationFn: async ({
      id,
      ...body
    }: Omit<DatasourceInput, "name" | "kind"> & { id: string }): Promise<Datasource> =>
      ok(
        await http.PATCH("/api/projects/{project}/datasources/{id}/", {
          params: { path: { project, id } },
          body,
        }),
      ),
  });

export const useDeleteDatasource = (project: string) =>
  useMutation({
    mutationFn: async (id: string) =>
      ok(
        await http.DELETE("/api/projects/{project}/datasources/{id}/", { params: { path: { project, id } } }),
      ),
  });
