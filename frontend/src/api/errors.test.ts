import { describe, expect, it } from "vitest";
import { ApiError, errorMessage, fieldErrors, toApiError } from "./errors";

describe("apiError", () => {
  it("reads the one shape of the API", () => {
    const problem = { code: "missing-parameter", message: "Choose a topic.", severity: "error", node: "n1" };
    const body = {
      error: { code: "invalid", message: "Not valid.", problems: [problem], fields: { name: ["Taken."] } },
    };
    const error = toApiError(400, body);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: "invalid", message: "Not valid.", problems: [problem] });
    expect(fieldErrors(error)).toEqual({ name: "Taken." });
  });

  it.each([
    [401, /signed out/],
    [404, /may not see it/],
    [502, /HTTP 502/],
  ])("has a sentence for a bare %i", (status, said) => {
    expect(toApiError(status, "<html>").message).toMatch(said);
  });

  it("says something of whatever was thrown", () => {
    expect(errorMessage("x")).toMatch(/went wrong/);
    expect(fieldErrors(new Error("x"))).toEqual({});
  });
});
