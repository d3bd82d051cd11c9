import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { EMPTY_GRAPH, type Graph } from "@/canvas/model/document";
import { createUnsavedDraftStorage } from "../unsavedDraftStorage";
import { createKeeper, unsafe } from "./keeper";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

function table() {
  let drawn: Graph = { ...EMPTY_GRAPH };
  let revision = 1;
  const stash = createUnsavedDraftStorage("dev", "job");
  const save = vi.fn(async (_graph: Graph, _base: number) => {
    revision += 1;
    return { revision, saved_at: "2026-01-01T12:03:00Z" };
  });
  const keeper = createKeeper({ graph: () => drawn, revision, savedAt: null, save, stash });
  const draw = () => {
    drawn = { ...drawn };
    keeper.changed();
  };
  return { keeper, draw, save, stash, phase: () => keeper.state.getState().phase, drawn: () => drawn };
}

const refuse =
  (status: number, code = "x") =>
  () =>
    Promise.reject(new ApiError({ status, code, message: "No." }));

describe("keeping a draft", () => {
  it("saves once after a pause, however much is drawn", async () => {
    const { draw, save, phase, keeper } = table();
    draw();
    draw();
    expect([phase(), save.mock.calls.length]).toEqual(["unsaved", 0]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([phase(), save.mock.calls.length, keeper.state.getState().revision]).toEqual(["saved", 1, 2]);
  });

  it("has a copy in the browser until the server confirms", async () => {
    const { draw, stash } = table();
    draw();
    expect(stash.take()?.revision).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stash.take()).toBeNull();
  });

  it("saves again what was drawn while it was saving, on the new revision", async () => {
    const { draw, save, keeper, phase } = table();
    draw();
    const flushed = keeper.flush();
    draw();
    await flushed;
    expect(phase()).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("saved");
    expect(save.mock.calls.map(([, base]) => base)).toEqual([1, 2]);
  });

  it("tries again by itself while the server is away, and keeps the copy", async () => {
    const { draw, save, phase, stash } = table();
    save.mockImplementationOnce(refuse(0)).mockImplementationOnce(refuse(503));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([phase(), stash.take() !== null]).toEqual(["offline", true]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("offline");
    await vi.advanceTimersByTimeAsync(2_000);
    expect([phase(), stash.take()]).toEqual(["saved", null]);
  });

  it("goes on at once when the line is back", async () => {
    const { draw, save, phase, keeper } = table();
    save.mockImplementationOnce(refuse(0));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    keeper.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(phase()).toBe("saved");
  });

  it("puts the work aside when someone else edits, and stops saving", async () => {
    const { draw, save, phase, keeper, drawn } = table();
    save.mockImplementation(refuse(409, "lock-lost"));
    draw();
    const lost = drawn();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([phase(), keeper.state.getState().aside]).toEqual(["lost", lost]);
    draw();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(save).toHaveBeenCalledTimes(1);
    keeper.adopt(7, null);
    expect([phase(), keeper.state.getState().revision]).toEqual(["saved", 7]);
    expect(keeper.state.getState().aside).toBe(lost);
  });

  it("says why the server won't take a graph, and tries again with the next change", async () => {
    const { draw, save, phase, keeper } = table();
    save.mockImplementationOnce(refuse(400));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([phase(), keeper.state.getState().reason]).toEqual(["refused", "No."]);
    expect(unsafe(keeper.state.getState())).toBe(true);
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("saved");
  });

  it("has nothing to flush when nothing was drawn", async () => {
    const { keeper, save } = table();
    await keeper.flush();
    expect(save).not.toHaveBeenCalled();
  });
});

describe("the stash", () => {
  it("ignores what it can't read", () => {
    localStorage.setItem("penstock.unsaved.dev.job", "{oops");
    expect(createUnsavedDraftStorage("dev", "job").take()).toBeNull();
  });

  it("keeps people and jobs apart", () => {
    createUnsavedDraftStorage("dev", "a").put({ graph: EMPTY_GRAPH, revision: 3 });
    expect(createUnsavedDraftStorage("dev", "b").take()).toBeNull();
    expect(createUnsavedDraftStorage("ops", "a").take()).toBeNull();
    expect(createUnsavedDraftStorage("dev", "a").take()?.revision).toBe(3);
  });
});
