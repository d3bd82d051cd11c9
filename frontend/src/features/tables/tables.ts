/** Tables of a project: topics and database tables whose columns are known. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import { fetchAllPages } from "@/api/pages";
import type { Column, Table, TableColumn } from "@/api/types";

const all = (project: string) => ["tables", project] as const;
invalidateOn("table.changed", (event) => [...all(event.project)]);

export const tables = (project: string) =>
  queryOptions({
    queryKey: all(project),
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(await http.GET("/api/projects/{project}/tables/", { params: { path: { project }, query } })),
      ),
  });

/** What people may set of a table. The datasource and the name are chosen once. */
export interface TableInput {
  columns: TableColumn[];
  event_time: string;
  key: string[];
  format: "json" | "csv" | "";
  description: string;
}

export const useCreateTable = (project: string) =>
  useMutation({
    mutationFn: async (body: TableInput & { datasource: string; name: string }): Promise<Table> =>
      unwrap(await http.POST("/api/projects/{project}/tables/", { params: { path: { project } }, body })),
  });

export const useChangeTable = (project: string) =>
  useMutation({
    mutationFn: async ({ id, ...body }: TableInput & { id: string }): Promise<Table> =>
      unwrap(
        await http.PATCH("/api/projects/{project}/tables/{id}/", { params: { path: { project, id } }, body }),
      ),
  });

export const useDeleteTable = (project: string) =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(
        await http.DELETE("/api/projects/{project}/tables/{id}/", { params: { path: { project, id } } }),
      ),
  });

/** Columns as the live topic's records or the database's catalogue show them. */
export const useInfer = (project: string) =>
  useMutation({
    mutationFn: async (body: { datasource: string; name: string }): Promise<Column[]> => {
      const answer = await http.POST("/api/projects/{project}/tables/infer/", {
        params: { path: { project } },
        body,
      });
      return unwrap(answer).columns;
    },
  });
