import { describe, expect, it } from "vitest";
import type { Recording } from "../types";
import { listMaskRules, previewMask } from "./masks";
import { computeProgress } from "./recordings";

describe("masks", () => {
  it.each([
    ["STRING", ["hash", "keep-last", "redact", "null"]],
    ["BIGINT NOT NULL", ["hash", "keep-last", "redact"]],
    ["DECIMAL(10, 2)", ["hash", "redact", "null"]],
    ["BOOLEAN", ["redact", "null"]],
  ])("of %s", (type, rules) => expect(listMaskRules({ name: "a", type }, "at")).toEqual(rules));

  it("never apply to the event time", () =>
    expect(listMaskRules({ name: "at", type: "TIMESTAMP(3)" }, "at")).toEqual([]));

  it.each([
    [{ rule: "keep-last", keep: 4 } as const, "STRING", "4111-1111-2222", "**********2222"],
    [{ rule: "keep-last", keep: 4 } as const, "STRING", "abc", "***"],
    [{ rule: "keep-last", keep: 2 } as const, "INT", -1205, "5"],
    [{ rule: "redact" } as const, "STRING", "x", "***"],
    [{ rule: "redact" } as const, "TIMESTAMP(3)", "2026-01-01 10:00:00", "1970-01-01 00:00:00"],
    [{ rule: "null" } as const, "STRING", "x", "null"],
    [{ rule: "hash" } as const, "STRING", null, "null"],
  ])("%o of %s %s", (mask, type, value, text) => expect(previewMask(mask, type, value)).toBe(text));

  it("hash equal values equally", () => {
    const hash = (value: string) => previewMask({ rule: "hash" }, "STRING", value);
    expect(hash("ann")).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set([hash("ann"), hash("bob"), hash("ann")]).size).toBe(2);
  });
});

it("progress follows the limit that is closer", () => {
  const recording = { rows: 10, limit_rows: 100, limit_seconds: 60 } as Recording;
  expect([
    computeProgress(recording, 0),
    computeProgress(recording, 30),
    computeProgress(recording, 90),
  ]).toEqual([0.1, 0.5, 1]);
});
