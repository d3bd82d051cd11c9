import { expect, it } from "vitest";
import { queryKeysFor } from "@/api/events";
import { expectOwnDraft } from "./ownDrafts";
import "./jobs";
import "./tree/tree";

it("the author ignores the announcement of the draft that it saves, and no other", () => {
  const saved = (revision?: number) =>
    queryKeysFor({ type: "draft.saved", project: "p", id: "j", job: "j", ...(revision && { revision }) });
  const jobAndTree = expect.arrayContaining([
    ["job", "j"],
    ["tree", "p"],
  ]);
  expect(saved(5)).toEqual(jobAndTree);
  expectOwnDraft("j", 5);
  expect(saved(5)).not.toContainEqual(["job", "j"]);
  expect(saved(5)).not.toContainEqual(["tree", "p"]);
  expect(saved(6)).toEqual(jobAndTree);
  expect(saved()).toEqual(jobAndTree);
});
