import { expect, it } from "vitest";
import { expiresAt } from "./NewTokenDialog";

it("tokens expire after days, or never", () => {
  expect(expiresAt("30", new Date("2026-01-01T00:00:00Z"))).toBe("2026-01-31T00:00:00.000Z");
  expect(expiresAt("")).toBeNull();
});
