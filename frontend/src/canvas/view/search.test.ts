import { expect, it } from "vitest";
import { catalogue } from "@/canvas/model/testing/samples";
import { grouped, matching } from "./search";

const kinds = [...catalogue.values()];
const found = (query: string) => matching(kinds, query).map((operator) => operator.kind);

it.each([
  ["", ["kafka-source", "sql", "filter", "join", "print-sink"]],
  ["kaf", ["kafka-source"]],
  ["sinks", ["print-sink"]],
  ["source kafka", ["kafka-source"]],
  ["nothing", []],
])("%j finds %j", (query, expected) => expect(found(query)).toEqual(expected));

it("orders groups as rows flow", () =>
  expect(grouped([...kinds].reverse()).map(([group]) => group)).toEqual(["Sources", "Transforms", "Sinks"]));
