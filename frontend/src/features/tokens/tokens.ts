/** One's own tokens for scripts. A token's text is shown once, when it is created. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { fetchAllPages, http, unwrap } from "@/api/client";

const all = ["tokens"] as const;

export const tokens = queryOptions({
  queryKey: all,
  queryFn: () =>
    fetchAllPages(async (query) => unwrap(await http.GET("/api/tokens/", { params: { query } }))),
});

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: { name: string; expires_at: string | null }) =>
      unwrap(await http.POST("/api/tokens/", { body })),
    // Tokens belong to a person, not to a project: no event tells of them.
    onSuccess: () => client.invalidateQueries({ queryKey: all }),
  });
}

export function useDeleteToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      unwrap(await http.DELETE("/api/tokens/{id}/", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: all }),
  });
}
