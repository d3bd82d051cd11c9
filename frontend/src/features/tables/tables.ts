/** Queries and mutations of tables: topics and database tables with known columns. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { fetchAllPages, http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import type { components } from "@/api/schema";
import type { Column, Table } from "@/api/types";

const listKey = (project: string) => ["tables", project] as const;
invalidateOn("table.changed", (event) => [...listKey(event.project)]);

export const tables = (project: string) =>
  queryOptions({
    queryKey: listKey(project),
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(await http.GET("/api/projects/{project}/tables/", { params: { path: { project }, query } })),
      ),
  });

type NewTable = components["schemas"]["TableInputRequest"];

/** The editable part of a table. The data source and the name are fixed after creation. */
export type TableInput = Required<Omit<NewTable, "datasource" | "name">>;

export const useCreateTable = (project: string) =>
  useMutation({
    mutationFn: async (body: NewTable): Promise<Table> =>
      unwrap(await http.POST("/api/projects/{project}/tables/", { params: { path: { project } }, body })),
  });

export const useUpdateTable = (project: string) =>
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

/** Infers columns from the records of a topic, or reads them from the catalog of a database. */
export const useInferColumns = (project: string) =>
  useMutation({
    mutationFn: async (body: components["schemas"]["InferInputRequest"]): Promise<Column[]> => {
      const answer = await http.POST("/api/projects/{project}/tables/infer/", {
        params: { path: { project } },
        body,
      });
      return unwrap(answer).columns;
    },
  });
