/** The cache of everything read from the server. */
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";

/** Refusals that asking again will not change. */
function final(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when something is stale; this is only for what no event covers.
        staleTime: 30_000,
        retry: (count, error) => count < 2 && !final(error),
        retryDelay: (count) => Math.min(4_000, 400 * 2 ** count),
      },
    },
  });
}
