import { afterEach, expect, it } from "vitest";
import { EMPTY_GRAPH } from "@/canvas/model/document";
import { createUnsavedDraftStorage } from "./unsavedDraftStorage";

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
