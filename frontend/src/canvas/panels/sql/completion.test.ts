import { describe, expect, it } from "vitest";
import { quoteIdentifier, type SqlContext, suggest } from "./completion";

const context: SqlContext = {
  inputs: [
    {
      name: "orders",
      columns: [
        { name: "city", type: "STRING" },
        { name: "order id", type: "STRING" },
      ],
    },
    {
      name: "rates",
      columns: [
        { name: "currency", type: "STRING" },
        { name: "city", type: "STRING" },
      ],
    },
  ],
  functions: ["count", "upper"].map((name) => ({ name, signatures: [] })),
  expression: false,
};

const offered = (before: string, whole = before, given = context) =>
  suggest(before, whole, given).map((suggestion) => suggestion.label);

describe("completion", () => {
  it.each([
    ["SELECT * FROM ", ["orders", "rates"]],
    ["SELECT * FROM orders JOIN ", ["orders", "rates"]],
    ["FROM TABLE(TUMBLE(TABLE ", ["orders", "rates"]],
    ["SELECT orders.", ["city", "order id"]],
    ["SELECT `rates`.", ["currency", "city"]],
    ["SELECT nobody.", []],
  ])("%s", (before, expected) => expect(offered(before)).toEqual(expected));

  it("resolves an alias", () =>
    expect(offered("SELECT o.", "SELECT o. FROM orders AS o JOIN rates r ON TRUE")).toEqual([
      "city",
      "order id",
    ]));

  it("offers columns, tables, functions and keywords elsewhere, each once", () => {
    const all = offered("SELECT ");
    expect(all).toEqual(expect.arrayContaining(["city", "currency", "orders", "COUNT", "UPPER", "FROM"]));
    expect(all.filter((label) => label === "city")).toHaveLength(1);
  });

  it("offers no tables and no clauses in an expression", () => {
    const all = offered("", "", { ...context, expression: true });
    expect(all).toEqual(expect.arrayContaining(["city", "AND"]));
    expect(all).not.toContain("FROM");
    expect(all).not.toContain("orders");
  });

  it.each([
    ["city", "city"],
    ["order id", "`order id`"],
    ["a`b", "`a``b`"],
  ])("quotes %s", (name, expected) => expect(quoteIdentifier(name)).toBe(expected));
});
