import { describe, expect, it, vi } from "vitest";
import { upload } from "./upload";

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
});
