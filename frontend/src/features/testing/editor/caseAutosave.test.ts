import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { EMPTY_DEFINITION } from "../definition";
import type { CaseDefinition } from "../types";
import { createCaseAutosave, type SavedCase } from "./caseAutosave";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const tapped = (...taps: string[]): CaseDefinition => ({ ...EMPTY_DEFINITION, taps });
const conflict = new ApiError({ status: 409, code: "stale-case", message: "Ada changed this case." });

function open(
  save?: (definition: CaseDefinition, revision: number) => Promise<SavedCase>,
  latest?: SavedCase,
) {
  const saving = vi.fn(save ?? (async (definition, revision) => ({ definition, revision: revision + 1 })));
  const autosave = createCaseAutosave({
    initial: { definition: EMPTY_DEFINITION, revision: 1 },
    save: saving,
    fetchLatest: async () => latest ?? { definition: EMPTY_DEFINITION, revision: 1 },
  });
  const now = () => autosave.state.getState();
  return { autosave, saving, now };
}

it("saves once, shortly after the last change", async () => {
  const { autosave, saving, now } = open();
  autosave.edit(() => tapped("a"));
  autosave.edit(() => tapped("a", "b"));
  expect(now().phase).toBe("unsaved");
  await vi.advanceTimersByTimeAsync(700);
  expect(saving.mock.calls).toEqual([[tapped("a", "b"), 1]]);
  expect([now().phase, now().revision]).toEqual(["saved", 2]);
});

it("undoes and redoes changes", async () => {
  const { autosave, saving, now } = open();
  autosave.edit(() => tapped("a"));
  autosave.undo();
  expect(now().definition).toEqual(EMPTY_DEFINITION);
  autosave.redo();
  expect(now().definition).toEqual(tapped("a"));
  await vi.advanceTimersByTimeAsync(700);
  expect(saving.mock.lastCall?.[0]).toEqual(tapped("a"));
});

it("saves changes that were made while it was saving", async () => {
  let answer: ((saved: SavedCase) => void) | undefined;
  const { autosave, saving, now } = open(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  autosave.edit(() => tapped("a"));
  await vi.advanceTimersByTimeAsync(700);
  autosave.edit(() => tapped("b"));
  answer?.({ definition: tapped("a"), revision: 2 });
  await vi.advanceTimersByTimeAsync(700);
  expect(saving.mock.lastCall).toEqual([tapped("b"), 2]);
  expect(now().revision).toBe(2);
});

it("continues when only the name was changed elsewhere", async () => {
  let refused = true;
  const { autosave, saving, now } = open(
    async (definition, revision) => {
      if (refused) {
        refused = false;
        throw conflict;
      }
      return { definition, revision: revision + 1 };
    },
    { definition: EMPTY_DEFINITION, revision: 7 },
  );
  autosave.edit(() => tapped("a"));
  await vi.advanceTimersByTimeAsync(1_500);
  expect(saving.mock.lastCall).toEqual([tapped("a"), 7]);
  expect(now().phase).toBe("saved");
});

it("lets the user choose when somebody else changed the case, and loses neither version", async () => {
  let fails = true;
  const theirs = { definition: tapped("theirs"), revision: 5 };
  const { autosave, saving, now } = open(async (definition, revision) => {
    if (fails) throw conflict;
    return { definition, revision: revision + 1 };
  }, theirs);
  autosave.edit(() => tapped("mine"));
  await vi.advanceTimersByTimeAsync(700);
  expect([now().phase, now().theirs]).toEqual(["conflict", theirs]);
  fails = false;
  autosave.resolve("mine");
  await vi.advanceTimersByTimeAsync(0);
  expect(saving.mock.lastCall).toEqual([tapped("mine"), 5]);
  autosave.undo();
  expect(now().definition).toEqual(tapped("theirs"));
});

it("takes theirs, and restores mine with undo", async () => {
  const { autosave, now } = open(
    async () => {
      throw conflict;
    },
    { definition: tapped("theirs"), revision: 5 },
  );
  autosave.edit(() => tapped("mine"));
  await vi.advanceTimersByTimeAsync(700);
  autosave.resolve("theirs");
  expect([now().phase, now().definition, now().revision]).toEqual(["saved", tapped("theirs"), 5]);
  autosave.undo();
  expect(now().definition).toEqual(tapped("mine"));
});

it("retries after the server was unreachable", async () => {
  let away = true;
  const { autosave, now } = open(async (definition, revision) => {
    if (away) throw new ApiError({ status: 0, code: "unreachable", message: "Away." });
    return { definition, revision: revision + 1 };
  });
  autosave.edit(() => tapped("a"));
  await vi.advanceTimersByTimeAsync(700);
  expect([now().phase, now().reason]).toEqual(["offline", "Away."]);
  away = false;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(now().phase).toBe("saved");
});

it("follows the server, but never overwrites unsaved changes", () => {
  const { autosave, now } = open();
  autosave.adopt({ definition: tapped("theirs"), revision: 2 });
  expect([now().definition, now().revision]).toEqual([tapped("theirs"), 2]);
  autosave.edit(() => tapped("mine"));
  autosave.adopt({ definition: tapped("later"), revision: 3 });
  expect(now().definition).toEqual(tapped("mine"));
});
