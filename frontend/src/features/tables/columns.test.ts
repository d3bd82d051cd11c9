import { describe, expect, it } from "vitest";
import { guessEventTime, mergeFoundColumns, validateColumns, withColumn, withoutColumn } from "./columns";
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
  it("keep their roles when they are renamed", () => {
    expect(withColumn(table, 1, { name: "at" }).event_time).toBe("at");
    expect(withColumn(table, 0, { name: "id" }).key).toEqual(["id"]);
  });

  it("stop being the event time if their type is unsuitable", () => {
    expect(withColumn(table, 1, { type: "STRING" }).event_time).toBe("");
    expect(withColumn(table, 1, { type: "BIGINT" }).event_time).toBe("order_time");
  });

  it("lose their roles when they are removed", () => {
    expect(withoutColumn(table, 0)).toMatchObject({ key: [], event_time: "order_time" });
    expect(withoutColumn(table, 1).event_time).toBe("");
  });

  it("that were inferred keep their descriptions", () => {
    const found = [
      { name: "order_id", type: "STRING", nullable: false, key: true },
      { name: "paid_at", type: "TIMESTAMP(3)", nullable: true, key: false },
    ];
    expect(mergeFoundColumns(found, table)).toMatchObject({
      columns: [{ name: "order_id", description: "of the shop" }, { name: "paid_at" }],
      event_time: "paid_at",
      key: ["order_id"],
    });
  });

  it("are guessed to be the event time by type and name", () => {
    const stamp = (name: string) => ({ name, type: "TIMESTAMP(3)" });
    expect(guessEventTime([stamp("a"), stamp("order_time")])).toBe("order_time");
    expect(guessEventTime([stamp("a")])).toBe("a");
    expect(guessEventTime([{ name: "time", type: "STRING" }])).toBe("");
  });

  it("are validated by row", () => {
    const columns = [
      { name: "a", type: "INT" },
      { name: "a", type: "" },
      { name: " ", type: "INT" },
    ];
    expect(validateColumns(columns)).toEqual({
      "columns.1.name": "This name is used twice.",
      "columns.1.type": "Enter a type.",
      "columns.2.name": "Enter a name.",
    });
    expect(validateColumns([])).toHaveProperty("columns");
  });
});
