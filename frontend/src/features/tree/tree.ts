/** The tree of folders and jobs of a project. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { on } from "@/api/events";

const all = (project: string) => ["tree", project] as const;
on("tree.changed", (event) => [...all(event.project)]);
on("job.changed", (event) => [...all(event.project)]);
on("lock.changed", (event) => [...all(event.project)]);
on("version.created", (event) => [...all(event.project)]);

export const tree = (project: string) =>
  queryOptions({
    queryKey: all(project),
    queryFn: async () =>
      ok(await http.GET("/api/projects/{project}/tree/", { params: { path: { project } } })),
  });

export const useCreateFolder = (project: string) =>
  useMutation({
    mutationFn: async (body: { name: string; parent: string | null }) =>
      ok(await http.POST("/api/projects/{project}/folders/", { params: { path: { project } }, body })),
  });

export const useChangeFolder = (project: string) =>
  useMutation({
    mutationFn: async ({ id, ...body }: { id: string; name?: string; parent?: string | null }) =>
      ok(
        await http.PATCH("/api/projects/{project}/folders/{id}/", {
          params: { path: { project, id } },
          body,
        }),
      ),
  });

export const useDeleteFolder = (project: string) =>
  useMutation({
    mutationFn: async (id: string) =>
      ok(await http.DELETE("/api/projects/{project}/folders/{id}/", { params: { path: { project, id } } })),
  });

export const useCreateJob = (project: string) =>
  useMutation({
    mutationFn: async (body: { name: string; folder: string | null; description?: string }) =>
      ok(await http.POST("/api/projects/{project}/jobs/", { params: { path: { project } }, body })),
  });

export const useChangeJob = () =>
  useMutation({
    mutationFn: async ({ job, ...body }: { job: string; name?: string; folder?: string | null }) =>
      ok(await http.PATCH("/api/jobs/{job}/", { params: { path: { job } }, body })),
  });

export const useDeleteJob = () =>
  useMutation({
    mutationFn: async (job: string) =>
      ok(await http.DELETE("/api/jobs/{job}/", { params: { path: { job } } })),
  });
