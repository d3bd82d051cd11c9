/** Columns of a table while they are edited. Pure. */
import type { Column, TableColumn } from "@/api/types";
import type { TableInput } from "./tables";

/** Types offered while typing; any other Flink type may be typed. */
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

const ON_TIME = /^(TIMESTAMP|BIGINT)/i;

/** Whether a column may carry the event time: a timestamp, or milliseconds as a long. */
export const mayBeTime = (column: TableColumn): boolean => ON_TIME.test(column.type.trim());

/** The column that looks most like the time of the event: a timestamp whose name says so, else any timestamp. */
export function guessedTime(columns: readonly TableColumn[]): string {
  const stamps = columns.filter((column) => /^TIMESTAMP/i.test(column.type));
  const named = stamps.find((column) => /time|date|_at$|^ts$/i.test(column.name));
  return (named ?? stamps[0])?.name ?? "";
}

/** What was found in the store, taken over into a table. */
export function adopted(found: readonly Column[], before: TableInput): TableInput {
  const columns = found.map(({ name, type }) => {
    const known = before.columns.find((column) => column.name === name);
    return { name, type, description: known?.description ?? "" };
  });
  const has = (name: string) => columns.some((column) => column.name === name);
  return {
    ...before,
    columns,
    event_time: has(before.event_time) ? before.event_time : guessedTime(columns),
    key: before.key.some(has)
      ? before.key.filter(has)
      : found.filter((one) => one.key).map((one) => one.name),
  };
}

/** Changes one column; a new name goes along to the event time and the key. */
export function withColumn(table: TableInput, index: number, part: Partial<TableColumn>): TableInput {
  const old = table.columns[index];
  if (!old) return table;
  const columns = table.columns.map((column, at) => (at === index ? { ...column, ...part } : column));
  const renamed = (name: string) => (part.name !== undefined && name === old.name ? part.name : name);
  const still = columns.find((column) => column.name === renamed(table.event_time));
  return {
    ...table,
    columns,
    event_time: still && mayBeTime(still) ? still.name : "",
    key: table.key.map(renamed),
  };
}

export function withoutColumn(table: TableInput, index: number): TableInput {
  const name = table.columns[index]?.name;
  return {
    ...table,
    columns: table.columns.filter((_, at) => at !== index),
    event_time: table.event_time === name ? "" : table.event_time,
    key: table.key.filter((one) => one !== name),
  };
}

/** Faults by the names that the API uses: "columns.2.name". */
export function columnFaults(columns: readonly TableColumn[]): Record<string, string> {
  const found: Record<string, string> = {};
  if (columns.length === 0) found.columns = "A table needs at least one column.";
  columns.forEach((column, index) => {
    if (!column.name.trim()) found[`columns.${index}.name`] = "Name the column.";
    else if (columns.findIndex((other) => other.name === column.name) < index)
      found[`columns.${index}.name`] = "There are two of this name.";
    if (!column.type.trim()) found[`columns.${index}.type`] = "Give it a type.";
  });
  return found;
}
