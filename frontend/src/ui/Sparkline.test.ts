import { expect, it } from "vitest";
import { scalePoints } from "./Sparkline";

it("scales to the box, the newest at the right", () => {
  expect(scalePoints([0, 5, 20], 100, 40, 10)).toEqual([
    [0, 40],
    [50, 20],
    [100, 0],
  ]);
});
