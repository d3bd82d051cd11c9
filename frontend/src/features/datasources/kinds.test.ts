import { expect, it } from "vitest";
import { KAFKA, MYSQL } from "./examples";
import { listSecrets, slugify } from "./kinds";

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
