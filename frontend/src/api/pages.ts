/** Lists come in pages. Lists to choose from and search in are read whole; long records are read as far as wanted. */
import type { InfiniteData } from "@tanstack/react-query";

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
