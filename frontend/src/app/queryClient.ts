/** The cache of everything read from the server, and what a refusal means for the whole page. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";
import { sessionKey, signedOut } from "@/features/session/session";

/** Refusals that asking again will not change. */
function final(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export function makeQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    // The session ended elsewhere: everything reacts to "nobody is signed in".
    if (signedOut(error) && client.getQueryData(sessionKey)) client.setQueryData(sessionKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Events say when something is stale; this is only for what no event covers.
        staleTime: 30_000,
        retry: (count, error) => count < 2 && !final(error),
        retryDelay: (count) => Math.min(4_000, 400 * 2 ** count),
      },
    },
  });
  return client;
}
