/** Operations on the columns of a table. Pure. */
import type { Column, TableColumn } from "@/api/types";
import type { TableInput } from "./tables";

/** Suggested types; any other Flink type can be typed. */
export const COMMON_TYPES = [
  "STRING",
  "INT",
  "BIGINT",
  "DOUBLE",
  "DECIMAL(10, 2)",
  "BOOLEAN",
  "DATE",
  "TIME(0)",
  "TIMESTAMP(3)",
  "TIMESTAMP_LTZ(3)",
  "FLOAT",
  "SMALLINT",
  "TINYINT",
  "BYTES",
  "ARRAY<STRING>",
  "MAP<STRING, STRING>",
];

const EVENT_TIME_TYPE = /^(TIMESTAMP|BIGINT)/i;

/** Whether a column can be the event time: a timestamp, or milliseconds as BIGINT. */
export const canBeEventTime = (column: TableColumn): boolean => EVENT_TIME_TYPE.test(column.type.trim());

/** Guesses the event time column: a timestamp with a suitable name, otherwise the first timestamp. */
export function guessEventTime(columns: readonly TableColumn[]): string {
  const stamps = columns.filter((column) => /^TIMESTAMP/i.test(column.type));
  const named = stamps.find((column) => /time|date|_at$|^ts$/i.test(column.name));
  return (named ?? stamps[0])?.name ?? "";
}

/** Applies inferred columns to a table; descriptions of known columns are kept. */
export function mergeFoundColumns(found: readonly Column[], before: TableInput): TableInput {
  const columns = found.map(({ name, type }) => {
    const known = before.columns.find((column) => column.name === name);
    return { name, type, description: known?.description ?? "" };
  });
  const has = (name: string) => columns.some((column) => column.name === name);
  return {
    ...before,
    columns,
    event_time: has(before.event_time) ? before.event_time : guessEventTime(columns),
    key: before.key.some(has)
      ? before.key.filter(has)
      : found.filter((one) => one.key).map((one) => one.name),
  };
}

/** Changes one column. If it is renamed, the event time and the key follow. */
export function withColumn(table: TableInput, index: number, part: Partial<TableColumn>): TableInput {
  const old = table.columns[index];
  if (!old) return table;
  const columns = table.columns.map((column, at) => (at === index ? { ...column, ...part } : column));
  const rename = (name: string) => (part.name !== undefined && name === old.name ? part.name : name);
  const still = columns.find((column) => column.name === rename(table.event_time));
  return {
    ...table,
    columns,
    event_time: still && canBeEventTime(still) ? still.name : "",
    key: table.key.map(rename),
  };
}

/** Removes one column, also from the event time and the key. */
export function withoutColumn(table: TableInput, index: number): TableInput {
  const name = table.columns[index]?.name;
  return {
    ...table,
    columns: table.columns.filter((_, at) => at !== index),
    event_time: table.event_time === name ? "" : table.event_time,
    key: table.key.filter((one) => one !== name),
  };
}

/** Errors by field, named as in the API: "columns.2.name". */
export function validateColumns(columns: readonly TableColumn[]): Record<string, string> {
  const errors: Record<string, string> = {};
  if (columns.length === 0) errors.columns = "A table needs at least one column.";
  columns.forEach((column, index) => {
    if (!column.name.trim()) errors[`columns.${index}.name`] = "Enter a name.";
    else if (columns.findIndex((other) => other.name === column.name) < index)
      errors[`columns.${index}.name`] = "This name is used twice.";
    if (!column.type.trim()) errors[`columns.${index}.type`] = "Enter a type.";
  });
  return errors;
}
