import { describe, expect, it } from "vitest";
import { isInputReferenced, renameInput } from "./references";

describe("renaming an input in SQL", () => {
  it.each([
    ["after FROM", "SELECT * FROM orders", "SELECT * FROM sales"],
    ["quoted stays quoted", "SELECT * FROM `orders`", "SELECT * FROM `sales`"],
    [
      "after JOIN",
      "SELECT * FROM a JOIN orders ON a.id = orders.id",
      "SELECT * FROM a JOIN sales ON a.id = sales.id",
    ],
    [
      "in a window function",
      "FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(t), INTERVAL '1' MINUTE))",
      "FROM TABLE(TUMBLE(TABLE sales, DESCRIPTOR(t), INTERVAL '1' MINUTE))",
    ],
    [
      "in a list of tables",
      "SELECT a.x FROM a, orders WHERE a.x = 1",
      "SELECT a.x FROM a, sales WHERE a.x = 1",
    ],
    ["not a column of that name", "SELECT orders, city FROM a", "SELECT orders, city FROM a"],
    ["not a field of that name", "SELECT a.orders FROM a", "SELECT a.orders FROM a"],
    ["not inside a text", "SELECT 'FROM orders' FROM a", "SELECT 'FROM orders' FROM a"],
    [
      "not inside comments",
      "SELECT 1 -- FROM orders\n/* FROM orders */ FROM a",
      "SELECT 1 -- FROM orders\n/* FROM orders */ FROM a",
    ],
    [
      "an alias of the same name stays",
      "SELECT orders.x FROM orders AS orders",
      "SELECT orders.x FROM sales AS orders",
    ],
    ["names are case-sensitive", "SELECT * FROM Orders", "SELECT * FROM Orders"],
    ["inside a subquery", "SELECT * FROM (SELECT x FROM orders) t", "SELECT * FROM (SELECT x FROM sales) t"],
    ["function arguments are not tables", "SELECT f(a, orders) FROM t", "SELECT f(a, orders) FROM t"],
  ])("%s", (_, text, expected) => expect(renameInput(text, "orders", "sales")).toBe(expected));

  it("knows whether a query reads an input", () => {
    expect(isInputReferenced("SELECT * FROM orders", "orders")).toBe(true);
    expect(isInputReferenced("SELECT orders FROM t", "orders")).toBe(false);
  });
});
