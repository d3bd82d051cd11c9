import { describe, expect, it } from "vitest";
import { address, neededSecrets, slug } from "./datasources/kinds";
import { safeNext } from "./session/LoginPage";
import { expiry } from "./tokens/NewTokenDialog";

describe("after signing in", () => {
  it.each([
    ["/projects/1?x=2", "/projects/1?x=2"],
    ["//evil.example", "/projects"],
    ["/\\evil.example", "/projects"],
    ["https://evil.example", "/projects"],
    ["/login?next=/x", "/projects"],
    [undefined, "/projects"],
  ])("%s leads to %s", (next, place) => expect(safeNext(next)).toBe(place));
});

describe("data sources", () => {
  it.each([
    ["Warehouse (EU)", "warehouse-eu"],
    ["  ", ""],
    ["Überblick 2", "uberblick-2"],
    ["a--b", "a-b"],
  ])("%s is named %s", (text, name) => expect(slug(text)).toBe(name));

  it("say where they lead", () => {
    expect(address("kafka", { bootstrap_servers: "k:9092" })).toBe("k:9092");
    expect(address("mysql", { host: "db", port: 3306, database: "shop" })).toBe("db:3306/shop");
  });

  it("of Kafka need a password only with a login", () => {
    expect(neededSecrets("kafka", { security_protocol: "SSL" })).toEqual([]);
    expect(neededSecrets("kafka", { security_protocol: "SASL_SSL" })).toEqual([["password", "Password"]]);
  });
});

it("tokens end after days, or never", () => {
  expect(expiry("30", new Date("2026-01-01T00:00:00Z"))).toBe("2026-01-31T00:00:00.000Z");
  expect(expiry("")).toBeNull();
});
