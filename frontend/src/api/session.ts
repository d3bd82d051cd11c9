/** Who is signed in, and what they may do. */
import {
  hashKey,
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { http, onSignedOut, unwrap } from "./client";
import { ApiError } from "./errors";
import { invalidateOn } from "./events";
import type { Session } from "./types";

export const sessionKey = ["session"] as const;
invalidateOn("revoked", () => sessionKey);
invalidateOn("project.changed", () => sessionKey);

/** Whether a refusal means "nobody is signed in" (and not "you may not"). */
function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** The signed-in person with their projects, or null. */
export const session = queryOptions({
  queryKey: sessionKey,
  queryFn: async (): Promise<Session | null> => {
    try {
      return unwrap(await http.GET("/api/session/"));
    } catch (error) {
      if (isSignedOut(error)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Calls `leave` when somebody was signed in and is no longer: in another tab, by time, or by an administrator. */
export function onSessionEnd(client: QueryClient, leave: () => void): void {
  onSignedOut(() => {
    if (client.getQueryData(sessionKey)) client.setQueryData(sessionKey, null);
  });
  let there = false;
  client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.queryHash !== hashKey(sessionKey)) return;
    const me = query.state.data;
    if (there && me === null) leave();
    there = !!me;
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { username: string; password: string }): Promise<Session> =>
      unwrap(await http.POST("/api/session/", { body })),
    onSuccess: (me) => {
      // The session may have ended without signing out: what the former person read is not the next one's.
      client.clear();
      client.setQueryData(sessionKey, me);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => unwrap(await http.DELETE("/api/session/")),
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
