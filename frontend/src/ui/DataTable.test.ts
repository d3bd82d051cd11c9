import { expect, it } from "vitest";
import { formatCell } from "./DataTable";

it("shows nothing as null and objects as JSON", () => {
  expect([formatCell(null), formatCell(undefined), formatCell(0), formatCell({ a: [1] })]).toEqual([
    "null",
    "null",
    "0",
    '{"a":[1]}',
  ]);
});
