import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { queryKeysFor } from "@/api/events";
import type { Graph } from "@/canvas/model/document";
import { expectOwnDraft, saveDraft } from "./jobs";
import "./jobs";
import "./tree/tree";

const graph = { version: 1, nodes: [], edges: [] } as unknown as Graph;
const saved = (revision: number) =>
  ({ type: "draft.saved", project: "p", id: "j", job: "j", revision }) as const;

function answer(status: number, body: unknown) {
  const response = () =>
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => response()),
  );
}

afterEach(() => vi.unstubAllGlobals());

describe("the event of a saved draft", () => {
  it("makes nothing of the job stale on the page that saved it", async () => {
    answer(200, { revision: 8, saved_at: "2026-01-01T00:00:00Z", saved_by: null });
    await saveDraft(new QueryClient(), "j", graph, 7);
    expect(queryKeysFor(saved(8))).not.toContainEqual(["job", "j"]);
    expect(queryKeysFor(saved(9))).toContainEqual(["job", "j"]);
  });

  it("counts as somebody else's when the save was refused", async () => {
    answer(409, { error: { code: "stale-draft", message: "Saved elsewhere.", problems: [], fields: {} } });
    await expect(saveDraft(new QueryClient(), "j", graph, 7)).rejects.toThrow();
    expect(queryKeysFor(saved(8))).toContainEqual(["job", "j"]);
  });
});

it("the author ignores the announcement of the draft that it saves, and no other", () => {
  const announce = (revision?: number) =>
    queryKeysFor({ type: "draft.saved", project: "p", id: "j", job: "j", ...(revision && { revision }) });
  const jobAndTree = expect.arrayContaining([
    ["job", "j"],
    ["tree", "p"],
  ]);
  expect(announce(5)).toEqual(jobAndTree);
  expectOwnDraft("j", 5);
  expect(announce(5)).not.toContainEqual(["job", "j"]);
  expect(announce(5)).not.toContainEqual(["tree", "p"]);
  expect(announce(6)).toEqual(jobAndTree);
  expect(announce()).toEqual(jobAndTree);
});
