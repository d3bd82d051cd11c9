import { expect, it } from "vitest";
import { safeRedirect } from "./LoginPage";

it.each([
  ["/projects/1?x=2", "/projects/1?x=2"],
  ["//evil.example", "/projects"],
  ["/\\evil.example", "/projects"],
  ["https://evil.example", "/projects"],
  ["/login?next=/x", "/projects"],
  [undefined, "/projects"],
])("signing in with next=%s leads to %s", (next, place) => expect(safeRedirect(next)).toBe(place));
