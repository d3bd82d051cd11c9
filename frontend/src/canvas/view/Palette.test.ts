import { expect, it } from "vitest";
import { catalogue } from "@/canvas/model/testing/samples";
import { groupByRole, searchOperators } from "./Palette";

const kinds = [...catalogue.values()];
const found = (query: string) => searchOperators(kinds, query).map((operator) => operator.kind);

it.each([
  ["", ["kafka-source", "sql", "filter", "join", "print-sink"]],
  ["kaf", ["kafka-source"]],
  ["sinks", ["print-sink"]],
  ["source kafka", ["kafka-source"]],
  ["nothing", []],
])("%j finds %j", (query, expected) => expect(found(query)).toEqual(expected));

it("orders groups as rows flow", () =>
  expect(groupByRole([...kinds].reverse()).map(([group]) => group)).toEqual([
    "Sources",
    "Transforms",
    "Sinks",
  ]));
