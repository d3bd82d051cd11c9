import { describe, expect, it } from "vitest";
import { findErrors, humanize, isVisible, type RawSchema, readFields } from "./schema";
import { formatSetDuration, largestUnit } from "./widgets/DurationWidget";

/** As pydantic writes it: references, "or null", and widgets. */
const schema: RawSchema = {
  type: "object",
  $defs: { Mode: { type: "string", enum: ["append", "upsert"], title: "Mode" } },
  required: ["datasource", "batch_size"],
  properties: {
    datasource: { type: "string", title: "Data source", "x-widget": "datasource:postgresql,mysql" },
    mode: { $ref: "#/$defs/Mode", default: "append" },
    keys: { type: "array", items: { type: "string" }, "x-widget": "columns", "x-when": { mode: "upsert" } },
    batch_size: { type: "integer", minimum: 1, maximum: 1000 },
    delay_ms: {
      anyOf: [{ type: "integer", exclusiveMinimum: 0 }, { type: "null" }],
      "x-when": { "job.time": ["event"] },
    },
    pairs: {
      type: "array",
      items: {
        type: "object",
        required: ["left"],
        properties: { left: { type: "string" }, right: { type: "string" } },
      },
    },
  },
};
const fields = readFields(schema);
const field = (name: string) => {
  const found = fields.find((one) => one.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};

describe("fields of a schema", () => {
  it("are flat: references resolved, null folded, widget and argument apart", () => {
    expect(field("datasource")).toMatchObject({
      widget: "datasource",
      argument: "postgresql,mysql",
      required: true,
    });
    expect(field("mode")).toMatchObject({ type: "string", enum: ["append", "upsert"], default: "append" });
    expect(field("delay_ms")).toMatchObject({ type: "integer", nullable: true, exclusiveMinimum: 0 });
    expect(field("pairs").items?.fields?.map((one) => one.label)).toEqual(["Left", "Right"]);
    expect(humanize("batch_size")).toBe("Batch size");
  });

  it("show when their condition holds, by value, surroundings or default", () => {
    expect(isVisible(field("keys"), {}, fields)).toBe(false);
    expect(isVisible(field("keys"), { mode: "upsert" }, fields)).toBe(true);
    expect(isVisible(field("delay_ms"), {}, fields, { "job.time": "event" })).toBe(true);
    expect(isVisible(field("delay_ms"), {}, fields, { "job.time": "processing" })).toBe(false);
  });
});

describe("faults", () => {
  it("name the needed fields", () => {
    expect(findErrors(schema, {})).toEqual({
      datasource: "Data source is needed.",
      batch_size: "Batch size is needed.",
    });
  });

  it.each([
    [{ batch_size: 0 }, "batch_size", /at least 1/],
    [{ batch_size: 1001 }, "batch_size", /at most 1000/],
    [{ batch_size: 1.5 }, "batch_size", /whole number/],
    [{ delay_ms: 0 }, "delay_ms", /more than 0/],
  ])("of %o", (part, name, said) => {
    const values = { datasource: "warehouse", batch_size: 1, ...part };
    expect(findErrors(schema, values, { "job.time": "event" })[name]).toMatch(said);
  });

  it("are not looked for in hidden fields", () => {
    expect(findErrors(schema, { datasource: "w", batch_size: 1, delay_ms: 0 })).toEqual({});
  });
});

it.each([
  [0, "0 s"],
  [250, "250 ms"],
  [5000, "5 s"],
  [90_000, "90 s"],
  [3_600_000, "1 h"],
])("%d ms reads %s", (ms, text) => {
  expect(formatSetDuration(ms)).toBe(text);
  expect(ms % largestUnit(ms).size).toBe(0);
});
