/** Sending files: like the client's calls, but telling how far it is, which fetch cannot. */
import { readCookie } from "./client";
import { ApiError } from "./errors";

/** Longest silence: no further byte went out, or the answer does not come. Large files take a while to be read. */
const TIMEOUT_MS = 300_000;

interface Options {
  /** From 0 to 1. At 1 all is sent and the server is at work. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A proxy's page; the status still gives a sentence.
  }
}

/** Sends a form; resolves to any answer, which `ok` takes. Rejects when there is none, or on the signal. */
export function upload(path: string, form: FormData, { onProgress, signal }: Options = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout> | undefined;
    const rejectWith = (code: string, message: string) => () => {
      clearTimeout(silence);
      reject(new ApiError({ status: 0, code, message }));
      request.abort();
    };
    const onTimeout = rejectWith(
      "timeout",
      "Penstock did not answer in time. Nothing was stored; try again.",
    );
    const restartTimeout = () => {
      clearTimeout(silence);
      silence = setTimeout(onTimeout, TIMEOUT_MS);
    };
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      restartTimeout();
      if (lengthComputable) onProgress?.(loaded / total);
    };
    request.onload = () => {
      clearTimeout(silence);
      const body = parseJson(request.responseText);
      const response = new Response(null, { status: request.status });
      resolve(response.ok ? { data: body, response } : { error: body, response });
    };
    request.onerror = rejectWith(
      "unreachable",
      "The connection broke while the file was sent. Nothing was stored; check your network and try again.",
    );
    signal?.addEventListener(
      "abort",
      rejectWith("cancelled", "The upload was cancelled. Nothing was stored."),
    );
    request.open("POST", path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", readCookie("csrftoken") ?? "");
    restartTimeout();
    request.send(form);
  });
}
