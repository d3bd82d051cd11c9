/** The tree of folders and jobs of a project. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import { isOwnDraft } from "../jobs";

const all = (project: string) => ["tree", project] as const;
invalidateOn("tree.changed", (event) => [...all(event.project)]);
invalidateOn("job.changed", (event) => [...all(event.project)]);
invalidateOn("draft.saved", (event) => (isOwnDraft(event) ? [] : [...all(event.project)]));
invalidateOn("lock.changed", (event) => [...all(event.project)]);
invalidateOn("version.created", (event) => [...all(event.project)]);

export const tree = (project: string) =>
  queryOptions({
    queryKey: all(project),
    queryFn: async () =>
      unwrap(await http.GET("/api/projects/{project}/tree/", { params: { path: { project } } })),
  });

export const useCreateFolder = (project: string) =>
  useMutation({
    mutationFn: async (body: { name: string; parent: string | null }) =>
      unwrap(await http.POST("/api/projects/{project}/folders/", { params: { path: { project } }, body })),
  });

export const useChangeFolder = (project: string) =>
  useMutation({
    mutationFn: async ({ id, ...body }: { id: string; name?: string; parent?: string | null }) =>
      unwrap(
        await http.PATCH("/api/projects/{project}/folders/{id}/", {
          params: { path: { project, id } },
          body,
        }),
      ),
  });

export const useDeleteFolder = (project: string) =>
  useMutation({
    mutationFn: async (id: string) =>
      unwrap(
        await http.DELETE("/api/projects/{project}/folders/{id}/", { params: { path: { project, id } } }),
      ),
  });

export const useCreateJob = (project: string) =>
  useMutation({
    mutationFn: async (body: { name: string; folder: string | null; description?: string }) =>
      unwrap(await http.POST("/api/projects/{project}/jobs/", { params: { path: { project } }, body })),
  });

export const useChangeJob = () =>
  useMutation({
    mutationFn: async ({ job, ...body }: { job: string; name?: string; folder?: string | null }) =>
      unwrap(await http.PATCH("/api/jobs/{job}/", { params: { path: { job } }, body })),
  });

export const useDeleteJob = () =>
  useMutation({
    mutationFn: async (job: string) =>
      unwrap(await http.DELETE("/api/jobs/{job}/", { params: { path: { job } } })),
  });
