import { describe, expect, it } from "vitest";
import { adopted, columnFaults, guessedTime, withColumn, withoutColumn } from "./columns";
import type { TableInput } from "./tables";

const table: TableInput = {
  columns: [
    { name: "order_id", type: "STRING", description: "of the shop" },
    { name: "order_time", type: "TIMESTAMP(3)" },
  ],
  event_time: "order_time",
  key: ["order_id"],
  format: "json",
  description: "",
};

describe("columns", () => {
  it("take their roles along when they are renamed", () => {
    expect(withColumn(table, 1, { name: "at" }).event_time).toBe("at");
    expect(withColumn(table, 0, { name: "id" }).key).toEqual(["id"]);
  });

  it("lose the event time with a type that cannot carry it", () => {
    expect(withColumn(table, 1, { type: "STRING" }).event_time).toBe("");
    expect(withColumn(table, 1, { type: "BIGINT" }).event_time).toBe("order_time");
  });

  it("leave no role behind when they go", () => {
    expect(withoutColumn(table, 0)).toMatchObject({ key: [], event_time: "order_time" });
    expect(withoutColumn(table, 1).event_time).toBe("");
  });

  it("found in the store keep what was written about them", () => {
    const found = [
      { name: "order_id", type: "STRING", nullable: false, key: true },
      { name: "paid_at", type: "TIMESTAMP(3)", nullable: true, key: false },
    ];
    expect(adopted(found, table)).toMatchObject({
      columns: [{ name: "order_id", description: "of the shop" }, { name: "paid_at" }],
      event_time: "paid_at",
      key: ["order_id"],
    });
  });

  it("guess the event time by type and name", () => {
    const stamp = (name: string) => ({ name, type: "TIMESTAMP(3)" });
    expect(guessedTime([stamp("a"), stamp("order_time")])).toBe("order_time");
    expect(guessedTime([stamp("a")])).toBe("a");
    expect(guessedTime([{ name: "time", type: "STRING" }])).toBe("");
  });

  it("are checked by row", () => {
    const columns = [
      { name: "a", type: "INT" },
      { name: "a", type: "" },
      { name: " ", type: "INT" },
    ];
    expect(columnFaults(columns)).toEqual({
      "columns.1.name": "There are two of this name.",
      "columns.1.type": "Give it a type.",
      "columns.2.name": "Name the column.",
    });
    expect(columnFaults([])).toHaveProperty("columns");
  });
});
