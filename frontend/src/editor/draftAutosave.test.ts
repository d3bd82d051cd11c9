import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { EMPTY_GRAPH, type Graph } from "@/canvas/model/document";
import { createDraftAutosave, createUnsavedDraftStorage } from "./draftAutosave";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

function start() {
  let drawn: Graph = { ...EMPTY_GRAPH };
  const storage = createUnsavedDraftStorage("dev", "job");
  const save = vi.fn(async (_: Graph, base: number) => ({
    revision: base + 1,
    saved_at: "2026-01-01T12:03:00Z",
  }));
  const autosave = createDraftAutosave({ graph: () => drawn, revision: 1, savedAt: null, save, storage });
  const draw = () => {
    drawn = { ...drawn };
    autosave.changed();
    return drawn;
  };
  return { autosave, draw, save, storage };
}

it("keeps a copy in the browser until the server confirms", async () => {
  const { autosave, draw, storage } = start();
  const drawn = draw();
  expect(storage.read()).toMatchObject({ revision: 1, graph: drawn });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(storage.read()).toBeNull();
  expect(autosave.state.getState()).toMatchObject({
    phase: "saved",
    revision: 2,
    savedAt: new Date("2026-01-01T12:03:00Z"),
  });
});

it("keeps the work when someone else edits, also after the page shows the other draft", async () => {
  const { autosave, draw, save } = start();
  save.mockImplementation(() =>
    Promise.reject(new ApiError({ status: 409, code: "lock-lost", message: "Ada edits." })),
  );
  const lost = draw();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(autosave.state.getState().phase).toBe("conflict");
  expect(autosave.conflict.getState()).toEqual({ graph: lost, reason: "Ada edits." });
  draw();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(save).toHaveBeenCalledTimes(1);
  autosave.adopt({ revision: 7 });
  expect(autosave.state.getState()).toMatchObject({ phase: "saved", revision: 7 });
  expect(autosave.conflict.getState().graph).toBe(lost);
});

afterEach(() => localStorage.clear());

it("ignores what it can't read", () => {
  localStorage.setItem("penstock.unsaved.dev.job", "{oops");
  expect(createUnsavedDraftStorage("dev", "job").read()).toBeNull();
});

it("keeps people and jobs apart", () => {
  createUnsavedDraftStorage("dev", "a").put({ graph: EMPTY_GRAPH, revision: 3 });
  expect(createUnsavedDraftStorage("dev", "b").read()).toBeNull();
  expect(createUnsavedDraftStorage("ops", "a").read()).toBeNull();
  expect(createUnsavedDraftStorage("dev", "a").read()?.revision).toBe(3);
});
