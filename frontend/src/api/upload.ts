/** Sending files: like the client's calls, but telling how far it is, which fetch cannot. */
import { cookie } from "./client";
import { ApiError } from "./errors";

/** Longest silence: no further byte went out, or the answer does not come. Large files take a while to be read. */
const PATIENCE_MS = 300_000;

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

function jsonOf(text: string): unknown {
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
    const give = (code: string, message: string) => () => {
      clearTimeout(silence);
      reject(new ApiError({ status: 0, code, message }));
      request.abort();
    };
    const late = give("timeout", "Penstock did not answer in time. Nothing was stored; try again.");
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(late, PATIENCE_MS);
    };
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      heard();
      if (lengthComputable) onProgress?.(loaded / total);
    };
    request.onload = () => {
      clearTimeout(silence);
      const body = jsonOf(request.responseText);
      const response = new Response(null, { status: request.status });
      resolve(response.ok ? { data: body, response } : { error: body, response });
    };
    request.onerror = give(
      "unreachable",
      "The connection broke while the file was sent. Nothing was stored; check your network and try again.",
    );
    signal?.addEventListener("abort", give("cancelled", "The upload was cancelled. Nothing was stored."));
    request.open("POST", path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", cookie("csrftoken") ?? "");
    heard();
    request.send(form);
  });
}
