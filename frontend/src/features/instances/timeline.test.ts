import { expect, it } from "vitest";
import { describeTransition, transitionTone } from "./timeline";

it("history reads as sentences", () => {
  expect(describeTransition({ subject: "desired", after: "running" })).toBe("Start requested");
  expect(describeTransition({ subject: "observed", before: "starting", after: "running" })).toBe(
    "starting → running",
  );
  expect(describeTransition({ subject: "savepoint", after: "confirmed" })).toBe("Savepoint: done");
  expect(transitionTone({ subject: "observed", after: "failed" })).toBe("bad");
});
