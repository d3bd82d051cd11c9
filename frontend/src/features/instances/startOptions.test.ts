import { expect, it } from "vitest";
import { toStart } from "./startOptions";

it("a start says what it lacks", () => {
  expect(toStart("earliest", "", null)).toEqual({ from: "earliest" });
  expect(toStart("timestamp", "", null)).toMatch(/date/);
  expect(toStart("timestamp", "2026-01-01T00:00:00Z", null)).toEqual({
    from: "timestamp",
    timestamp_ms: 1_767_225_600_000,
  });
  expect(toStart("savepoint", "", null)).toMatch(/savepoint/);
  expect(toStart("savepoint", "", "s1")).toEqual({ from: "savepoint", savepoint: "s1" });
});
