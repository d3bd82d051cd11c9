import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { http } from "@/api/client";
import { readEntries } from "./NavRail";
import { makeQueryClient } from "./queryClient";
import { makeRouter } from "./router";

const PROJECT = "3f0c6e0e-0000-4000-8000-000000000001";
const ME = {
  user: { id: "u", username: "dev", full_name: "Dev" },
  tenant: { id: "t", name: "Acme", roles: [], permissions: [] },
  projects: [],
};

let asked: string[] = [];
let signedIn = true;

const refusal = (status: number, message: string) =>
  Response.json({ error: { code: "refused", message, problems: [], fields: {} } }, { status });

beforeEach(() => {
  asked = [];
  signedIn = true;
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    if (!signedIn) return refusal(401, "Sign in first.");
    return pathname === "/api/session/" ? Response.json(ME) : refusal(404, "There is no such project.");
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(path: string) {
  window.history.replaceState(null, "", path);
  const client = makeQueryClient();
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <RouterProvider router={makeRouter(client)} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it("has an entry in the navigation for each page that declares one, in order", () => {
  const { routesById } = makeRouter(makeQueryClient());
  const entries = readEntries(routesById);
  expect(entries.map(({ label }) => label)).toEqual([
    "Home",
    "Running",
    "Sources",
    "Tables",
    "Data packs",
    "Settings",
  ]);
  expect(entries[0]).toMatchObject({ to: "/projects/$project", path: "" });
});

it("asks nothing about a project that is not here", async () => {
  open(`/projects/${PROJECT}`);
  expect(await screen.findByText("This project is not here")).toBeVisible();
  expect(asked).toEqual(["/api/session/", `/api/projects/${PROJECT}/`]);
  expect(screen.getAllByRole("alert")).toHaveLength(1);
});

it("leads to signing in, and back, when any answer says that nobody is signed in", async () => {
  open(`/projects/${PROJECT}?a=1`);
  await screen.findByText("This project is not here");
  signedIn = false;
  // Not by way of a query: as the draft is saved and checked.
  await http.PUT("/api/jobs/{job}/draft/", {
    params: { path: { job: "j" } },
    body: { graph: {} as never, revision: 1 },
  });
  await waitFor(() => expect(window.location.pathname).toBe("/login"));
  expect(await screen.findByText("Sign in", { selector: "h1" })).toBeVisible();
  expect(new URLSearchParams(window.location.search).get("next")).toBe(`/projects/${PROJECT}?a=1`);
});
