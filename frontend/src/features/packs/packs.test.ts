import { File as NodeFile } from "node:buffer";
import { describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { upload } from "@/api/upload";
import { summary } from "./Faults";
import { drawn, missing } from "./grid/geometry";
import { general, marksOf, nextMark } from "./grid/marks";
import { gridOf } from "./grid/model";
import { masked, rulesFor } from "./record/masks";
import { shareOf } from "./record/recordings";
import { BadRows, reportOf, taken } from "./refusal";
import type { Inspection, Layout, Recording, Report } from "./types";
import { formOf } from "./upload/asking";
import { headOf, lineEnd, nameOf, WHOLE } from "./upload/head";
import { looked } from "./upload/looked";
import { written } from "./upload/words";

const LAYOUT: Layout = {
  format: "csv",
  encoding: "utf-8",
  delimiter: ";",
  quote: '"',
  header: true,
  days: null,
  ignore_unknown: false,
};

const report = (faults: Report["faults"], more: Partial<Report> = {}): Report => ({
  rows: 10,
  bad_rows: 2,
  fault_count: faults.length,
  faults,
  missing: [],
  layout: LAYOUT,
  ...more,
});

describe("a look at a file", () => {
  it.each([
    ["orders (march).CSV", "orders (march)"],
    ["rows.ndjson", "rows"],
    ["plain", "plain"],
  ])("%s is named %s", (file, name) => expect(nameOf(new File([], file))).toBe(name));

  it("takes whole lines of a large file, and small files as they are", async () => {
    const small = new File(["a\nb"], "small.csv");
    expect(await headOf(small)).toBe(small);
    const line = `${"x".repeat(99)}\n`;
    const head = await headOf(new NodeFile([line.repeat(WHOLE / 100 + 10)], "large.csv") as unknown as File);
    expect(head.size % line.length).toBe(0);
    expect(head.size).toBeLessThanOrEqual(WHOLE);
  });

  it("cuts texts of two bytes a character between characters", () => {
    const text = "ab\ncdĊ".repeat(300);
    const little = Uint8Array.from(
      [...text].flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8]),
    );
    const big = Uint8Array.from(
      [...text].flatMap((one) => [one.charCodeAt(0) >> 8, one.charCodeAt(0) & 255]),
    );
    const end = (text.lastIndexOf("\n") + 1) * 2;
    expect([lineEnd(little), lineEnd(big)]).toEqual([end, end]);
  });

  it("forgives the row that was cut in two, and nothing else", () => {
    const faults = [
      { row: 0, column: null, message: "whole" },
      { row: 3, column: "amount", message: "bad" },
      { row: 12, column: null, message: "cut" },
    ];
    const inspection: Inspection = { layout: LAYOUT, columns: [], sample: [], report: report(faults) };
    expect(looked(inspection, true).report).toMatchObject({ fault_count: 2, faults: faults.slice(0, 2) });
    expect(looked(inspection, false)).toBe(inspection);
  });

  it("is told in one line", () => {
    expect(written(LAYOUT)).toBe("CSV, UTF-8, semicolon");
    expect(written({ ...LAYOUT, delimiter: "\t", encoding: "koi8-r" })).toBe("CSV, KOI8-R, tab");
    expect(written({ ...LAYOUT, format: "jsonl" })).toBe("JSON lines, UTF-8");
  });
});

describe("faults", () => {
  it("are counted in rows", () => {
    expect(summary(report([], { fault_count: 1, bad_rows: 1, rows: 0 }))).toBe("1 fault in 1 of 1 row.");
    expect(summary(report([], { fault_count: 12_345, bad_rows: 9_000, rows: 1_000 }))).toBe(
      "12\u202f345 faults in 9\u202f000 of 10\u202f000 rows.",
    );
    expect(summary(report([], { fault_count: 1, bad_rows: 0 }))).toBe("1 fault.");
  });

  it("come to their cells, and the next one is found round and round", () => {
    const grid = gridOf(
      [
        { name: "a", type: "INT" },
        { name: "b", type: "INT" },
      ],
      [{}, {}, {}],
    );
    const found = report([
      { row: 1, column: "b", message: "one" },
      { row: 1, column: "b", message: "two" },
      { row: 3, column: null, message: "row" },
      { row: 0, column: "a", message: "no such column" },
    ]);
    const marks = marksOf(
      found,
      grid.rows.map((row) => row.id),
    );
    expect(marks.get(0)?.get("b")).toBe("one two");
    expect(nextMark(grid, marks, { row: 0, column: 1 })).toEqual({ row: 2, column: 0 });
    expect(nextMark(grid, marks, { row: 2, column: 1 })).toEqual({ row: 0, column: 1 });
    expect(general(found)).toEqual(["no such column"]);
  });

  it("are thrown with their report", () => {
    const bad = report([{ row: 1, column: "a", message: "x" }]);
    const answer = {
      error: { error: { code: "bad-rows", message: "Row 1: x", report: bad } },
      response: new Response(null, { status: 400 }),
    };
    const thrown = (() => {
      try {
        return taken(answer);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(BadRows);
    expect([reportOf(thrown)?.fault_count, (thrown as ApiError).message]).toEqual([1, "Row 1: x"]);
    expect(() => taken({ error: {}, response: new Response(null, { status: 413 }) })).toThrow(ApiError);
  });
});

describe("sending a file", () => {
  class FakeRequest {
    static last: FakeRequest;
    upload: { onprogress?: (event: { loaded: number; total: number; lengthComputable: boolean }) => void } =
      {};
    headers: Record<string, string> = {};
    status = 0;
    responseText = "";
    onload?: () => void;
    onerror?: () => void;
    abort = vi.fn();
    open = vi.fn();
    send = vi.fn();
    constructor() {
      FakeRequest.last = this;
    }
    setRequestHeader(name: string, value: string) {
      this.headers[name] = value;
    }
  }

  it("tells how far it is, and gives any answer", async () => {
    vi.stubGlobal("XMLHttpRequest", FakeRequest);
    vi.spyOn(document, "cookie", "get").mockReturnValue("csrftoken=secret");
    const shares: number[] = [];
    const sent = upload("/api/x/", new FormData(), { onProgress: (share) => shares.push(share) });
    const request = FakeRequest.last;
    request.upload.onprogress?.({ loaded: 5, total: 20, lengthComputable: true });
    Object.assign(request, { status: 201, responseText: '{"id":"p"}' });
    request.onload?.();
    expect((await sent).data).toEqual({ id: "p" });
    expect([shares, request.headers["X-CSRFToken"]]).toEqual([[0.25], "secret"]);
  });

  it("is stopped by its signal, and says when the connection breaks", async () => {
    vi.stubGlobal("XMLHttpRequest", FakeRequest);
    const stop = new AbortController();
    const stopped = upload("/api/x/", new FormData(), { signal: stop.signal });
    const { abort } = FakeRequest.last;
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ code: "cancelled" });
    expect(abort).toHaveBeenCalled();
    const broken = upload("/api/x/", new FormData());
    FakeRequest.last.onerror?.();
    await expect(broken).rejects.toMatchObject({ code: "unreachable" });
  });

  it("takes what is set, columns as JSON, the file last", () => {
    const form = formOf(new File(["x"], "a.csv"), {
      header: false,
      days: undefined,
      columns: [{ name: "a", type: "INT" }],
    });
    expect([...form.keys()]).toEqual(["header", "columns", "file"]);
    expect([form.get("header"), form.get("columns")]).toEqual(["false", '[{"name":"a","type":"INT"}]']);
  });
});

describe("masks", () => {
  it.each([
    ["STRING", ["hash", "keep-last", "redact", "null"]],
    ["BIGINT NOT NULL", ["hash", "keep-last", "redact"]],
    ["DECIMAL(10, 2)", ["hash", "redact", "null"]],
    ["BOOLEAN", ["redact", "null"]],
  ])("of %s", (type, rules) => expect(rulesFor({ name: "a", type }, "at")).toEqual(rules));

  it("leave the event time alone", () =>
    expect(rulesFor({ name: "at", type: "TIMESTAMP(3)" }, "at")).toEqual([]));

  it.each([
    [{ rule: "keep-last", keep: 4 } as const, "STRING", "4111-1111-2222", "**********2222"],
    [{ rule: "keep-last", keep: 4 } as const, "STRING", "abc", "***"],
    [{ rule: "keep-last", keep: 2 } as const, "INT", -1205, "5"],
    [{ rule: "redact" } as const, "STRING", "x", "***"],
    [{ rule: "redact" } as const, "TIMESTAMP(3)", "2026-01-01 10:00:00", "1970-01-01 00:00:00"],
    [{ rule: "null" } as const, "STRING", "x", "null"],
    [{ rule: "hash" } as const, "STRING", null, "null"],
  ])("%o of %s %s", (mask, type, value, text) => expect(masked(mask, type, value)).toBe(text));

  it("hash equal values equally", () => {
    const hash = (value: string) => masked({ rule: "hash" }, "STRING", value);
    expect(hash("ann")).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set([hash("ann"), hash("bob"), hash("ann")]).size).toBe(2);
  });
});

it("a recording is as far as the limit that it comes closer to", () => {
  const recording = { rows: 10, limit_rows: 100, limit_seconds: 60 } as Recording;
  expect([shareOf(recording, 0), shareOf(recording, 30), shareOf(recording, 90)]).toEqual([0.1, 0.5, 1]);
});

describe("the sheet", () => {
  it("draws what is seen and a little more", () => {
    expect(drawn({ top: 0, height: 300 }, 2000)).toEqual([0, 18]);
    expect(drawn({ top: 30_000, height: 300 }, 2000)).toEqual([992, 1018]);
    expect(drawn({ top: 0, height: 300 }, 3)).toEqual([0, 3]);
  });

  it.each([
    [10, 20, 0, 100, 0],
    [90, 120, 0, 100, 20],
    [10, 20, 50, 150, -40],
    [50, 400, 0, 100, 50],
  ])("from %d to %d in %d to %d scrolls by %d", (start, end, from, to, by) =>
    expect(missing(start, end, from, to)).toBe(by),
  );
});
