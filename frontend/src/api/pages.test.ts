import { describe, expect, it, vi } from "vitest";
import { fetchAllPages, joinPages, nextPageNumber } from "./pages";

/** A server with so many rows. */
const server = (count: number) =>
  vi.fn(async ({ page, page_size }: { page: number; page_size: number }) => {
    const from = (page - 1) * page_size;
    const results = Array.from({ length: Math.min(page_size, count - from) }, (_, at) => from + at);
    return { count, next: from + page_size < count ? "next" : null, results };
  });

describe("pages", () => {
  it.each([
    [0, 1],
    [200, 1],
    [201, 2],
    [450, 3],
  ])("are read to the end: %i rows in %i", async (count, pages) => {
    const read = server(count);
    const all = await fetchAllPages(read);
    expect(all.results).toEqual(Array.from({ length: count }, (_, at) => at));
    expect(read).toHaveBeenCalledTimes(pages);
  });

  it("are joined as far as read", async () => {
    const read = server(120);
    const first = await read({ page: 1, page_size: 50 });
    expect(nextPageNumber(first, [], 1)).toBe(2);
    const last = await read({ page: 3, page_size: 50 });
    expect(nextPageNumber(last, [], 3)).toBeUndefined();
    expect(joinPages({ pages: [first, last], pageParams: [1, 3] })).toMatchObject({ count: 120, next: null });
    expect(joinPages({ pages: [first, last], pageParams: [1, 3] }).results).toHaveLength(70);
  });
});
