/** Queries and mutations of data sources. Their secrets are write-only. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { fetchAllPages, http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import type { components } from "@/api/schema";
import type { Datasource } from "@/api/types";

const listKey = (project: string) => ["datasources", project] as const;
invalidateOn("datasource.changed", (event) => [...listKey(event.project)]);

export const datasources = (project: string) =>
  queryOptions({
    queryKey: listKey(project),
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(
          await http.GET("/api/projects/{project}/datasources/", { params: { path: { project }, query } }),
        ),
      ),
  });

type Schemas = components["schemas"];

export const useCreateDatasource = (project: string) =>
  useMutation({
    mutationFn: async (body: Schemas["DatasourceInputRequest"]): Promise<Datasource> =>
      unwrap(
        await http.POST("/api/projects/{project}/datasources/", { params: { path: { project } }, body }),
      ),
  });

export const useUpdateDatasource = (project: string) =>
  useMutation({
    mutationFn: async ({
      id,
      ...body
    }: Schemas["PatchedDatasourceChangeRequest"] & { id: string }): Promise<Datasource> =>
      unwrap(
        await http.PATCH("/api/projects/{project}/datasources/{id}/", {
          params: { path: { project, id } },
          body,
        }),
      ),
  });

export const useDeleteDatasource = (project: string) =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(
        await http.DELETE("/api/projects/{project}/datasources/{id}/", { params: { path: { project, id } } }),
      ),
  });
