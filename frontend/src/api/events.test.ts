import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

// Other files declare reactions of their own: here only those below count.
vi.resetModules();
const { connectEvents, invalidateOn, queryKeysFor, reconnectDelay } = await import("./events");

class FakeSocket {
  static readonly CLOSED = 3;
  static all: FakeSocket[] = [];
  onmessage?: (message: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  readyState = 1;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  close() {
    this.readyState = 3;
  }
  say(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const last = () => FakeSocket.all.at(-1) as FakeSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

invalidateOn("table.changed", (event) => ["tables", event.project]);
invalidateOn("table.changed", (event) => [
  ["one", event.id],
  ["two", event.id],
]);

function listening() {
  const client = new QueryClient();
  const invalidate = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
  return { invalidate, hangUp: connectEvents("p", client) };
}

invalidateOn("draft.saved", () => []);

describe("events", () => {
  it("make stale what all reactions name, one key or several", () => {
    const event = { type: "table.changed", project: "p", id: "t" } as const;
    expect(queryKeysFor(event)).toEqual([
      ["tables", "p"],
      ["one", "t"],
      ["two", "t"],
    ]);
    expect(queryKeysFor({ type: "draft.saved", project: "p", id: "d" })).toEqual([]);
  });

  it("of one burst fetch each key once", () => {
    const { invalidate, hangUp } = listening();
    last().say({ type: "table.changed", project: "p", id: "t" });
    last().say({ type: "table.changed", project: "p", id: "t" });
    vi.advanceTimersByTime(100);
    expect(invalidate).toHaveBeenCalledTimes(3);
    hangUp();
  });

  it("come back after the connection broke, and everything is fetched again", () => {
    const { invalidate, hangUp } = listening();
    last().say({ type: "ready" });
    expect(invalidate).not.toHaveBeenCalled();
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(1_000);
    expect(FakeSocket.all).toHaveLength(2);
    last().say({ type: "ready" });
    expect(invalidate).toHaveBeenCalledExactlyOnceWith();
    hangUp();
  });

  it("do not come back to where one is not wanted", () => {
    const { hangUp } = listening();
    last().onclose?.({ code: 4403 });
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    hangUp();
  });

  it("wait longer from attempt to attempt, up to ten seconds", () => {
    expect([0, 1, 2, 10].map((attempt) => reconnectDelay(attempt, () => 1))).toEqual([
      500, 1000, 2000, 10_000,
    ]);
    expect(reconnectDelay(3, () => 0)).toBe(2000);
  });
});
