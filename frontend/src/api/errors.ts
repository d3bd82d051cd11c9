/** What the API says when it refuses: one shape everywhere, turned into one exception. */

export interface Problem {
  code: string;
  message: string;
  severity: "error" | "warning";
  node?: string | null;
  field?: string | null;
  line?: number | null;
  column?: number | null;
  end_line?: number | null;
  end_column?: number | null;
}

interface Details {
  status: number;
  code: string;
  message: string;
  problems?: Problem[];
  fields?: Record<string, string[]>;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: Problem[];
  readonly fields: Record<string, string[]>;

  constructor({ status, code, message, problems = [], fields = {} }: Details) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.problems = problems;
    this.fields = fields;
  }
}

/** Sentences for answers that carry none, such as those of a proxy in between. */
const FALLBACK_MESSAGES: Record<number, string> = {
  401: "You are signed out. Sign in again to continue.",
  403: "You do not have permission to do this. Ask an administrator of the project for a role that does.",
  404: "This does not exist, or you may not see it.",
  409: "Somebody changed this meanwhile. Reload and try again.",
  413: "This is too large for the server.",
  429: "Too many requests. Wait a moment and try again.",
};

/** Reads an error body; a body of another shape still gives a sentence for people. */
export function toApiError(status: number, body: unknown): ApiError {
  const error = (body as { error?: Partial<Details> } | undefined)?.error;
  if (error && typeof error.message === "string") {
    return new ApiError({
      status,
      code: error.code ?? "error",
      message: error.message,
      problems: error.problems,
      fields: error.fields,
    });
  }
  const message =
    FALLBACK_MESSAGES[status] ?? `The server could not do this (HTTP ${status}). Try again in a moment.`;
  return new ApiError({ status, code: `http-${status}`, message });
}

/** The sentence to show for anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong. Try again.";
}

/** Errors of single fields, ready for a form: the first sentence of each. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const entries = Object.entries(error.fields).map(([field, said]) => [field, said.join(" ")] as const);
  return Object.fromEntries(entries);
}
