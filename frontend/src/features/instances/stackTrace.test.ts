import { expect, it } from "vitest";
import { parseCauses, rootCause } from "./stackTrace";

it("an exception is known by its innermost cause", () => {
  const trace = [
    "org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy",
    "\tat org.apache.flink.runtime.Foo.bar(Foo.java:1)",
    "Caused by: java.io.IOException: Failed to deserialize consumer record",
    "\tat a.b.C.d(C.java:2)",
    "Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed",
    "\t... 12 more",
  ].join("\n");
  expect(parseCauses(trace)).toHaveLength(3);
  expect(rootCause(trace)).toEqual({
    name: "PSQLException",
    message: "FATAL: password authentication failed",
  });
  expect(rootCause("")).toBeUndefined();
});
