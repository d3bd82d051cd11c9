import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchAllPages, http, joinPages, nextPageNumber, readCookie, unwrap } from "./client";
import { ApiError } from "./errors";

const answer = (status: number, body?: unknown) =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json" },
  });

afterEach(() => vi.unstubAllGlobals());

describe("the client", () => {
  it("finds a cookie by its whole name", () => {
    expect(readCookie("csrftoken", "xcsrftoken=no; csrftoken=a%3Db")).toBe("a=b");
    expect(readCookie("csrftoken", "other=1")).toBeUndefined();
  });

  it("sends the page's token with what changes something, and not with reads", async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the server sets it this way
    document.cookie = "csrftoken=t0ken";
    const fetch = vi.fn(async (_: Request) => answer(200, {}));
    vi.stubGlobal("fetch", fetch);
    await http.GET("/api/session/");
    await http.POST("/api/session/", { body: { username: "dev", password: "x" } });
    expect(fetch.mock.calls.map(([request]) => request.headers.get("X-CSRFToken"))).toEqual([null, "t0ken"]);
  });

  it("throws refusals as ApiError", async () => {
    vi.stubGlobal("fetch", async () =>
      answer(409, { error: { code: "conflict", message: "Somebody was faster." } }),
    );
    const refused = http.GET("/api/session/").then(unwrap);
    await expect(refused).rejects.toMatchObject({ status: 409, message: "Somebody was faster." });
    await expect(refused).rejects.toBeInstanceOf(ApiError);
  });

  it("says that the server cannot be reached", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await expect(http.GET("/api/session/")).rejects.toMatchObject({ code: "unreachable", status: 0 });
  });

  it("takes an answer without a body", async () => {
    vi.stubGlobal("fetch", async () => answer(204));
    expect(unwrap(await http.DELETE("/api/session/"))).toBeUndefined();
  });
});

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
