import { expect, it } from "vitest";
import { explainBlockedStart, toStart } from "./StartForm";

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

it("an environment without a cluster says so", () => {
  const environments = [
    { name: "test", url: "http://flink:8081" },
    { name: "production", url: "" },
  ] as const;
  expect(explainBlockedStart("test", environments)).toBeUndefined();
  expect(explainBlockedStart("production", environments)).toMatch(
    /production environment has no Flink cluster/,
  );
});
