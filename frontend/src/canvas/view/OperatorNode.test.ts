import { expect, it } from "vitest";
import { backpressureLevel } from "./OperatorNode";

it("has three levels of back-pressure", () =>
  expect([0, 0.2, 0.9].map(backpressureLevel)).toEqual(["none", "some", "high"]));
