/** Projects of the tenant, their people and their environments. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { on } from "@/api/events";
import { allPages } from "@/api/pages";
import type { Member, ProjectRole } from "@/api/types";
import { sessionKey } from "@/features/session/session";

const all = ["projects"] as const;
on("project.changed", () => all);
on("revoked", (event) => [...all, event.project]);

export const projects = queryOptions({
  queryKey: all,
  queryFn: () => allPages(async (query) => ok(await http.GET("/api/projects/", { params: { query } }))),
  // No single project's socket tells about the others, so the list looks by itself.
  refetchInterval: 15_000,
});

export const project = (id: string) =>
  queryOptions({
    queryKey: [...all, id],
    queryFn: async () =>
      ok(await http.GET("/api/projects/{project}/", { params: { path: { project: id } } })),
  });

export const environments = (id: string) =>
  queryOptions({
    queryKey: [...all, id, "environments"],
    queryFn: async () =>
      ok(await http.GET("/api/projects/{project}/environments/", { params: { path: { project: id } } })),
    staleTime: 300_000,
  });

const membersKey = (id: string) => [...all, id, "members"] as const;

export const members = (id: string) =>
  queryOptions({
    queryKey: membersKey(id),
    queryFn: async () =>
      allPages(async (query) =>
        ok(await http.GET("/api/projects/{project}/members/", { params: { path: { project: id }, query } })),
      ),
  });

export function useCreateProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { name: string; description: string }) =>
      ok(await http.POST("/api/projects/", { body })),
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
      ok(await http.PATCH("/api/projects/{project}/", { params: { path: { project: id } }, body })),
  });

export const useAddMember = (id: string) =>
  useMutation({
    mutationFn: async (body: { username: string; roles: ProjectRole[] }) =>
      ok(await http.POST("/api/projects/{project}/members/", { params: { path: { project: id } }, body })),
  });

export const useSetRoles = (id: string) =>
  useMutation({
    mutationFn: async ({ member, roles }: { member: Member["id"]; roles: ProjectRole[] }) =>
      ok(
        await http.PATCH("/api/projects/{project}/members/{id}/", {
          params: { path: { project: id, id: member } },
          body: { roles },
        }),
      ),
  });

export const useRemoveMember = (id: string) =>
  useMutation({
    mutationFn: async (member: Member["id"]) =>
      ok(
        await http.DELETE("/api/projects/{project}/members/{id}/", {
          params: { path: { project: id, id: member } },
        }),
      ),
  });
