/** Projects of the tenant, their people and their environments. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { fetchAllPages, http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import { sessionKey } from "@/api/session";
import type { Member, ProjectRole } from "@/api/types";

const all = ["projects"] as const;
invalidateOn("project.changed", () => all);
invalidateOn("revoked", (event) => [...all, event.project]);

export const projects = queryOptions({
  queryKey: all,
  queryFn: () =>
    fetchAllPages(async (query) => unwrap(await http.GET("/api/projects/", { params: { query } }))),
  // No single project's socket tells about the others, so the list looks by itself.
  refetchInterval: 15_000,
});

export const project = (id: string) =>
  queryOptions({
    queryKey: [...all, id],
    queryFn: async () =>
      unwrap(await http.GET("/api/projects/{project}/", { params: { path: { project: id } } })),
  });

const membersKey = (id: string) => [...all, id, "members"] as const;

export const members = (id: string) =>
  queryOptions({
    queryKey: membersKey(id),
    queryFn: async () =>
      fetchAllPages(async (query) =>
        unwrap(
          await http.GET("/api/projects/{project}/members/", { params: { path: { project: id }, query } }),
        ),
      ),
  });

export function useCreateProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { name: string; description: string }) =>
      unwrap(await http.POST("/api/projects/", { body })),
    // The event of a new project goes to its own socket, which nobody listens to yet.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: all }),
        client.invalidateQueries({ queryKey: sessionKey }),
      ]),
  });
}

export const useUpdateProject = (id: string) =>
  useMutation({
    mutationFn: async (body: { name?: string; description?: string }) =>
      unwrap(await http.PATCH("/api/projects/{project}/", { params: { path: { project: id } }, body })),
  });

export const useAddMember = (id: string) =>
  useMutation({
    mutationFn: async (body: { username: string; roles: ProjectRole[] }) =>
      unwrap(
        await http.POST("/api/projects/{project}/members/", { params: { path: { project: id } }, body }),
      ),
  });

export const useSetRoles = (id: string) =>
  useMutation({
    mutationFn: async ({ member, roles }: { member: Member["id"]; roles: ProjectRole[] }) =>
      unwrap(
        await http.PATCH("/api/projects/{project}/members/{id}/", {
          params: { path: { project: id, id: member } },
          body: { roles },
        }),
      ),
  });

export const useRemoveMember = (id: string) =>
  useMutation({
    mutationFn: async (member: Member["id"]) =>
      unwrap(
        await http.DELETE("/api/projects/{project}/members/{id}/", {
          params: { path: { project: id, id: member } },
        }),
      ),
  });
