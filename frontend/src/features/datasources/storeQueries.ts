/** Queries that reach the store itself: testing the connection, and reading what it contains. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

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

/** Tests the settings of the form before they are saved. */
export const useTestUnsavedDatasource = (project: string) =>
  useMutation({
    mutationFn: async (body: components["schemas"]["ConnectionInputRequest"]) =>
      unwrap(
        await http.POST("/api/projects/{project}/datasources/test/", { params: { path: { project } }, body }),
      ),
  });

const storeKey = (project: string, id: string) => ["datasources", project, id] as const;

/** The current names of topics or tables. */
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
