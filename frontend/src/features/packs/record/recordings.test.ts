import { expect, it } from "vitest";
import type { Recording } from "../types";
import { computeProgress } from "./recordings";

it("progress follows the limit that is closer", () => {
  const recording = { rows: 10, limit_rows: 100, limit_seconds: 60 } as Recording;
  expect([
    computeProgress(recording, 0),
    computeProgress(recording, 30),
    computeProgress(recording, 90),
  ]).toEqual([0.1, 0.5, 1]);
});
