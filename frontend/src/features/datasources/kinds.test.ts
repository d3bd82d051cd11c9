import { expect, it } from "vitest";
import { KAFKA, MYSQL } from "./examples";
import { findConfigErrors, listSecrets, slugify } from "./kinds";

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

it("a setting is needed if it is required, or needed where it is shown", () => {
  expect(findConfigErrors(KAFKA, { bootstrap_servers: "k:9092" })).toEqual({});
  expect(findConfigErrors(KAFKA, { security_protocol: "SASL_SSL" })).toEqual({
    bootstrap_servers: "Brokers is needed.",
    sasl_mechanism: "Login mechanism is needed.",
    username: "User name is needed.",
  });
  expect(findConfigErrors(MYSQL, { host: "db", database: "shop", username: "u", port: 70_000 })).toEqual({
    port: "Port must be at most 65535.",
  });
});
