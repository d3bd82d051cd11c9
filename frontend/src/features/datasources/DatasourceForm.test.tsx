import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { http } from "@/api/client";
import type { Datasource } from "@/api/types";
import { findErrors, readFields } from "@/ui/form";
import { DatasourceForm } from "./DatasourceForm";
import { KAFKA, MYSQL } from "./examples";
import { type DatasourceKind, listSecrets, slugify } from "./kinds";

afterEach(() => vi.restoreAllMocks());

const SHOP: Datasource = {
  id: "d",
  name: "shop-db",
  kind: "mysql",
  description: "",
  config: { host: "db", port: 3306, database: "shop", username: "penstock", tls: "prefer" },
  address: "db:3306/shop",
  secrets_set: ["password"],
  created_at: "",
  updated_at: "",
};

function open(kind: DatasourceKind, existing?: Datasource) {
  const onDone = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider env="test">
        <DatasourceForm project="p" kind={kind} existing={existing} onDone={onDone} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return onDone;
}

it.each([MYSQL, KAFKA])("has a field for every setting of $label", async (kind) => {
  open(kind);
  const more = screen.queryByRole("button", { name: /More settings/ });
  if (more) await userEvent.click(more);
  for (const field of readFields(kind.config)) {
    if (field["x-when"]) continue;
    expect(screen.getAllByText(field.label).length).toBeGreaterThan(0);
  }
});

it("shows a secret where the settings need it", async () => {
  open(KAFKA);
  expect(screen.queryByLabelText("Password")).toBeNull();
  await userEvent.click(screen.getByRole("combobox", { name: "Security" }));
  await userEvent.click(screen.getByRole("option", { name: "Login over TLS" }));
  expect(screen.getByLabelText("Password")).toBeVisible();
  expect(screen.getByLabelText(/User name/)).toBeVisible();
});

it("finds what is missing: what is required, and what is needed where it is shown", () => {
  expect(findErrors(KAFKA.config, { bootstrap_servers: "k:9092" })).toEqual({});
  expect(findErrors(KAFKA.config, { security_protocol: "SASL_SSL" })).toEqual({
    bootstrap_servers: "Brokers is needed.",
    sasl_mechanism: "Login mechanism is needed.",
    username: "User name is needed.",
  });
  expect(findErrors(MYSQL.config, { host: "db", database: "shop", username: "u", port: 70_000 })).toEqual({
    port: "Port must be at most 65535.",
  });
});

it("marks what is needed as required where it is shown, without an error before Save", async () => {
  open(KAFKA);
  await userEvent.click(screen.getByRole("combobox", { name: "Security" }));
  await userEvent.click(screen.getByRole("option", { name: "Login over TLS" }));
  expect(screen.getByRole("textbox", { name: /^User name/ })).toBeRequired();
  expect(screen.getByRole("combobox", { name: /^Login mechanism/ })).toBeRequired();
  expect(screen.queryByText(/is needed/)).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByText("User name is needed.")).toBeVisible();
});

it("keeps a stored secret unless another one is typed, and sends encryption", async () => {
  const patch = vi.spyOn(http, "PATCH").mockResolvedValue({
    data: SHOP,
    response: new Response(null, { status: 200 }),
  } as never);
  const onDone = open(MYSQL, SHOP);
  expect(screen.getByLabelText("Password")).toHaveAttribute("placeholder", "unchanged");
  expect(screen.getByLabelText("Password")).toHaveValue("");
  await userEvent.click(screen.getByRole("button", { name: /More settings/ }));
  await userEvent.click(screen.getByLabelText("Required"));
  // Another address, another password: the stored one no longer counts.
  expect(screen.getByLabelText("Password")).not.toHaveAttribute("placeholder", "unchanged");
  await userEvent.type(screen.getByLabelText("Password"), "new");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(onDone).toHaveBeenCalled();
  expect(patch.mock.calls[0]?.[1]).toMatchObject({
    body: { config: { ...SHOP.config, tls: "require" }, secrets: { password: "new" } },
  });
});

it.each([
  ["Warehouse (EU)", "warehouse-eu"],
  ["  ", ""],
  ["Überblick 2", "uberblick-2"],
  ["a--b", "a-b"],
])("%s is named %s", (text, name) => expect(slugify(text)).toBe(name));

it("a secret is listed for the settings that need it", () => {
  const names = (config: Record<string, string>) => listSecrets(KAFKA, config).map(({ name }) => name);
  expect(names({})).toEqual([]);
  expect(names({ security_protocol: "SSL" })).toEqual([]);
  expect(names({ security_protocol: "SASL_SSL" })).toEqual(["password"]);
  expect(listSecrets(MYSQL, {}).map(({ name }) => name)).toEqual(["password"]);
});
