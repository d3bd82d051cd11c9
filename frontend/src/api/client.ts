/** The one door to the control plane's HTTP API: typed calls, CSRF, time-outs, pages, one shape of error. */

import type { InfiniteData } from "@tanstack/react-query";
import createClient, { type Middleware } from "openapi-fetch";
import { ApiError, toApiError } from "./errors";
import type { paths } from "./schema";

/** Longest wait for an answer. Tests of connections take up to 5 s, checks a little more. */
const TIMEOUT_MS = 30_000;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

export function readCookie(name: string, from: string = document.cookie): string | undefined {
  const found = from.split("; ").find((part) => part.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

const csrf: Middleware = {
  onRequest({ request }) {
    const token = readCookie("csrftoken");
    if (token && !SAFE_METHODS.has(request.method)) request.headers.set("X-CSRFToken", token);
    return request;
  },
  onError({ error }) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    return new ApiError({
      status: 0,
      code: late ? "timeout" : "unreachable",
      message: late
        ? `Penstock did not answer within ${TIMEOUT_MS / 1000} seconds. Try again; if it keeps failing, contact your administrator.`
        : "Penstock cannot be reached. Check your network; the page continues by itself once the server answers.",
    });
  },
};

const signOutListeners = new Set<() => void>();

/** Calls `listener` whenever the server answers that nobody is signed in; until the returned function is called. */
export function onSignedOut(listener: () => void): () => void {
  signOutListeners.add(listener);
  return () => void signOutListeners.delete(listener);
}

const notifySignedOut: Middleware = {
  onResponse({ response }) {
    if (response.status === 401) for (const listener of signOutListeners) listener();
  },
};

async function fetchWithTimeout(request: Request): Promise<Response> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(request, { signal: AbortSignal.any([request.signal, limit]) });
}

export const http = createClient<paths>({
  // An absolute address, because Request wants one outside browsers (tests).
  baseUrl: window.location.origin,
  credentials: "same-origin",
  fetch: fetchWithTimeout,
});
http.use(csrf, notifySignedOut);

interface Answer<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; anything else is thrown as an {@link ApiError}. */
export function unwrap<T>(answer: Answer<T>): T {
  if (!answer.response.ok) throw toApiError(answer.response.status, answer.error);
  return answer.data as T;
}

/** The most that the server gives at once. */
const MAX_PAGE_SIZE = 200;

interface Page<T> {
  count: number;
  next?: string | null;
  results: T[];
}

export interface PageQuery {
  page: number;
  page_size: number;
}

/** Reads page after page to the end, so that nothing is silently left out. */
export async function fetchAllPages<T>(read: (query: PageQuery) => Promise<Page<T>>): Promise<Page<T>> {
  const found: T[] = [];
  for (let page = 1; ; page += 1) {
    const { count, next, results } = await read({ page, page_size: MAX_PAGE_SIZE });
    found.push(...results);
    if (!next || results.length === 0) return { count, next: null, results: found };
  }
}

/** For useInfiniteQuery: the number of the page after the last, if there is one. */
export const nextPageNumber = (last: Page<unknown>, _: unknown, number: number): number | undefined =>
  last.next ? number + 1 : undefined;

/** For `select` of useInfiniteQuery: what was read so far as one list. */
export const joinPages = <T>({ pages }: InfiniteData<Page<T>, number>): Page<T> => ({
  count: pages.at(-1)?.count ?? 0,
  next: pages.at(-1)?.next ?? null,
  results: pages.flatMap((page) => page.results),
});
