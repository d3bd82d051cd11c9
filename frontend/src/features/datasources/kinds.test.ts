import { describe, expect, it } from "vitest";
import { address, neededSecrets, slug } from "./kinds";

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
