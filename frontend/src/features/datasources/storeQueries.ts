/** Asking a store itself: does the connection work, what is in it. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";

/** Tests a saved data source. */
export const useTestDatasource = (project: string) =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(
        await http.POST("/api/projects/{project}/datasources/{id}/test/", {
          params: { path: { project, id } },
        }),
      ),
  });

interface UnsavedDatasource {
  kind: string;
  config: Record<string, unknown>;
  secrets: Record<string, string>;
}

/** Tests what stands in the form, before it is saved. */
export const useTestUnsavedDatasource = (project: string) =>
  useMutation({
    mutationFn: async (body: UnsavedDatasource) =>
      unwrap(
        await http.POST("/api/projects/{project}/datasources/test/", { params: { path: { project } }, body }),
      ),
  });

const storeKey = (project: string, id: string) => ["datasources", project, id] as const;

/** Names of topics or tables, as the store tells them now. */
export const storeContents = (project: string, id: string, holds: "topics" | "tables") =>
  queryOptions({
    queryKey: [...storeKey(project, id), holds],
    queryFn: async () => {
      const at = { params: { path: { project, id } } };
      const { names } =
        holds === "topics"
          ? unwrap(await http.GET("/api/projects/{project}/datasources/{id}/topics/", at))
          : unwrap(await http.GET("/api/projects/{project}/datasources/{id}/tables/", at));
      return names;
    },
    staleTime: 10_000,
    retry: false,
  });

/** Sample rows, read without consuming them. */
export const storeSample = (project: string, id: string, name: string, limit = 20) =>
  queryOptions({
    queryKey: [...storeKey(project, id), "sample", name, limit],
    queryFn: async () =>
      unwrap(
        await http.GET("/api/projects/{project}/datasources/{id}/preview/", {
          params: { path: { project, id }, query: { name, limit } },
        }),
      ),
    staleTime: 0,
    retry: false,
  });
