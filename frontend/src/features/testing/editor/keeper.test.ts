import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { EMPTY } from "../definition";
import type { Definition } from "../types";
import { createCaseKeeper, type Saved } from "./keeper";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const tapped = (...taps: string[]): Definition => ({ ...EMPTY, taps });
const conflict = new ApiError({ status: 409, code: "stale-case", message: "Ada changed this case." });

function open(save?: (definition: Definition, revision: number) => Promise<Saved>, latest?: Saved) {
  const saving = vi.fn(save ?? (async (definition, revision) => ({ definition, revision: revision + 1 })));
  const keeper = createCaseKeeper({
    first: { definition: EMPTY, revision: 1 },
    save: saving,
    latest: async () => latest ?? { definition: EMPTY, revision: 1 },
  });
  const now = () => keeper.state.getState();
  return { keeper, saving, now };
}

it("saves once, a moment after the last change", async () => {
  const { keeper, saving, now } = open();
  keeper.edit(() => tapped("a"));
  keeper.edit(() => tapped("a", "b"));
  expect(now().phase).toBe("unsaved");
  await vi.advanceTimersByTimeAsync(700);
  expect(saving.mock.calls).toEqual([[tapped("a", "b"), 1]]);
  expect([now().phase, now().revision]).toEqual(["saved", 2]);
});

it("takes changes back and makes them again", async () => {
  const { keeper, saving, now } = open();
  keeper.edit(() => tapped("a"));
  keeper.undo();
  expect(now().definition).toEqual(EMPTY);
  keeper.redo();
  expect(now().definition).toEqual(tapped("a"));
  await vi.advanceTimersByTimeAsync(700);
  expect(saving.mock.lastCall?.[0]).toEqual(tapped("a"));
});

it("saves what came while it was saving", async () => {
  let answer: ((saved: Saved) => void) | undefined;
  const { keeper, saving, now } = open(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  keeper.edit(() => tapped("a"));
  await vi.advanceTimersByTimeAsync(700);
  keeper.edit(() => tapped("b"));
  answer?.({ definition: tapped("a"), revision: 2 });
  await vi.advanceTimersByTimeAsync(700);
  expect(saving.mock.lastCall).toEqual([tapped("b"), 2]);
  expect(now().revision).toBe(2);
});

it("goes on by itself when only the name was changed elsewhere", async () => {
  let refused = true;
  const { keeper, saving, now } = open(
    async (definition, revision) => {
      if (refused) {
        refused = false;
        throw conflict;
      }
      return { definition, revision: revision + 1 };
    },
    { definition: EMPTY, revision: 7 },
  );
  keeper.edit(() => tapped("a"));
  await vi.advanceTimersByTimeAsync(1_500);
  expect(saving.mock.lastCall).toEqual([tapped("a"), 7]);
  expect(now().phase).toBe("saved");
});

it("lets the person decide when somebody else changed the case, and loses neither", async () => {
  let fails = true;
  const theirs = { definition: tapped("theirs"), revision: 5 };
  const { keeper, saving, now } = open(async (definition, revision) => {
    if (fails) throw conflict;
    return { definition, revision: revision + 1 };
  }, theirs);
  keeper.edit(() => tapped("mine"));
  await vi.advanceTimersByTimeAsync(700);
  expect([now().phase, now().theirs]).toEqual(["stale", theirs]);
  fails = false;
  keeper.resolve("mine");
  await vi.advanceTimersByTimeAsync(0);
  expect(saving.mock.lastCall).toEqual([tapped("mine"), 5]);
  keeper.undo();
  expect(now().definition).toEqual(tapped("theirs"));
});

it("takes theirs, with mine an undo away", async () => {
  const { keeper, now } = open(
    async () => {
      throw conflict;
    },
    { definition: tapped("theirs"), revision: 5 },
  );
  keeper.edit(() => tapped("mine"));
  await vi.advanceTimersByTimeAsync(700);
  keeper.resolve("theirs");
  expect([now().phase, now().definition, now().revision]).toEqual(["saved", tapped("theirs"), 5]);
  keeper.undo();
  expect(now().definition).toEqual(tapped("mine"));
});

it("tries again when the server was away", async () => {
  let away = true;
  const { keeper, now } = open(async (definition, revision) => {
    if (away) throw new ApiError({ status: 0, code: "unreachable", message: "Away." });
    return { definition, revision: revision + 1 };
  });
  keeper.edit(() => tapped("a"));
  await vi.advanceTimersByTimeAsync(700);
  expect([now().phase, now().reason]).toEqual(["offline", "Away."]);
  away = false;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(now().phase).toBe("saved");
});

it("follows the server, but never over unsaved work", () => {
  const { keeper, now } = open();
  keeper.adopt({ definition: tapped("theirs"), revision: 2 });
  expect([now().definition, now().revision]).toEqual([tapped("theirs"), 2]);
  keeper.edit(() => tapped("mine"));
  keeper.adopt({ definition: tapped("later"), revision: 3 });
  expect(now().definition).toEqual(tapped("mine"));
});
