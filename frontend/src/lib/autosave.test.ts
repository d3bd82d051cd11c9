import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { createAutosave, hasUnsavedWork } from "./autosave";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Drawing {
  readonly id: number;
}

function start() {
  let drawing: Drawing = { id: 0 };
  let revision = 1;
  const backup = { revision: null as number | null };
  const save = vi.fn(async (_drawing: Drawing, _base: number) => {
    revision += 1;
    return { revision };
  });
  const onConflict = vi.fn(async (_reason: string, _drawing: Drawing): Promise<number | null> => null);
  const autosave = createAutosave<Drawing>({
    document: () => drawing,
    revision,
    save,
    onConflict,
    backup: {
      put: (_, base) => {
        backup.revision = base;
      },
      clear: () => {
        backup.revision = null;
      },
    },
    pauseMs: 1_000,
    retryMs: [1_000, 2_000],
  });
  const draw = () => {
    drawing = { id: drawing.id + 1 };
    autosave.changed();
  };
  return { autosave, draw, save, onConflict, backup, phase: () => autosave.state.getState().phase };
}

const refuse =
  (status: number, code = "x") =>
  () =>
    Promise.reject(new ApiError({ status, code, message: "No." }));

describe("autosave", () => {
  it("saves once after a pause, however much is drawn", async () => {
    const { draw, save, phase, autosave } = start();
    draw();
    draw();
    expect([phase(), save.mock.calls.length]).toEqual(["unsaved", 0]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([phase(), save.mock.calls.length, autosave.state.getState().revision]).toEqual(["saved", 1, 2]);
  });

  it("has a copy in the browser until the server confirms", async () => {
    const { draw, backup } = start();
    draw();
    expect(backup.revision).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(backup.revision).toBeNull();
  });

  it("saves again what was drawn while it was saving, on the new revision", async () => {
    const { draw, save, autosave, phase } = start();
    draw();
    const flushed = autosave.flush();
    draw();
    await flushed;
    expect(phase()).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("saved");
    expect(save.mock.calls.map(([, base]) => base)).toEqual([1, 2]);
  });

  it("tries again by itself while the server is away, and keeps the copy", async () => {
    const { draw, save, phase, backup } = start();
    save.mockImplementationOnce(refuse(0)).mockImplementationOnce(refuse(503));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([phase(), backup.revision !== null]).toEqual(["offline", true]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("offline");
    await vi.advanceTimersByTimeAsync(2_000);
    expect([phase(), backup.revision]).toEqual(["saved", null]);
  });

  it("continues at once when the connection is back", async () => {
    const { draw, save, phase, autosave } = start();
    save.mockImplementationOnce(refuse(0));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    autosave.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(phase()).toBe("saved");
  });

  it("stops at a conflict until another revision is adopted", async () => {
    const { draw, save, phase, autosave } = start();
    save.mockImplementation(refuse(409, "lock-lost"));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("conflict");
    draw();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(save).toHaveBeenCalledTimes(1);
    autosave.adopt({ revision: 7 });
    expect([phase(), autosave.state.getState().revision]).toEqual(["saved", 7]);
  });

  it("saves over the revision that the conflict handler names, or that a person chooses", async () => {
    const { draw, save, phase, autosave, onConflict } = start();
    save.mockImplementationOnce(refuse(409)).mockImplementationOnce(refuse(409));
    onConflict.mockResolvedValueOnce(5);
    draw();
    await vi.advanceTimersByTimeAsync(1_100);
    expect([phase(), save.mock.calls.map(([, base]) => base)]).toEqual(["conflict", [1, 5]]);
    await autosave.overwrite(9);
    expect([phase(), save.mock.lastCall?.[1]]).toEqual(["saved", 9]);
  });

  it("tries again when the conflict could not be examined", async () => {
    const { draw, save, phase, onConflict } = start();
    save.mockImplementationOnce(refuse(409));
    onConflict.mockRejectedValueOnce(new Error("Away."));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("offline");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("saved");
  });

  it("says why the server won't take a graph, and tries again with the next change", async () => {
    const { draw, save, phase, autosave } = start();
    save.mockImplementationOnce(refuse(400));
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([phase(), autosave.state.getState().reason]).toEqual(["rejected", "No."]);
    expect(hasUnsavedWork(autosave.state.getState())).toBe(true);
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phase()).toBe("saved");
  });

  it("has nothing to flush when nothing was drawn", async () => {
    const { autosave, save } = start();
    await autosave.flush();
    expect(save).not.toHaveBeenCalled();
  });
});
