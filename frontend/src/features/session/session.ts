/** Who is signed in, and what they may do. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { ApiError } from "@/api/errors";
import { on } from "@/api/events";
import type { Session } from "@/api/types";

export const sessionKey = ["session"] as const;
on("revoked", () => sessionKey);
on("project.changed", () => sessionKey);

/** Whether a refusal means "nobody is signed in" (and not "you may not"). */
export function signedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** The signed-in person with their projects, or null. */
export const session = queryOptions({
  queryKey: sessionKey,
  queryFn: async (): Promise<Session | null> => {
    try {
      return ok(await http.GET("/api/session/"));
    } catch (error) {
      if (signedOut(error)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { username: string; password: string }): Promise<Session> =>
      ok(await http.POST("/api/session/", { body })),
    onSuccess: (me) => client.setQueryData(sessionKey, me),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => ok(await http.DELETE("/api/session/")),
    // Nothing of the former person may stay in memory for the next one.
    onSuccess: () => client.clear(),
  });
}

/** Whether the signed-in person may do something in a project. The server asks again; this only greys out. */
export function useMay(project: string): (permission: string) => boolean {
  const { data } = useQuery(session);
  const permissions = data?.projects.find((one) => one.id === project)?.permissions ?? [];
  return (permission) => permissions.includes(permission);
}
