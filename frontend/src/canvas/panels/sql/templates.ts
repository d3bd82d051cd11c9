/** Beginnings of queries, written for the inputs that are connected. */

import { type Input, quoteIdentifier } from "./completion";

export interface Template {
  readonly label: string;
  readonly help: string;
  readonly write: (inputs: readonly Input[]) => string;
}

interface Parts {
  readonly table: string;
  readonly time: string;
  readonly key: string;
  readonly value: string;
  readonly columns: string;
}

const isTime = (type: string): boolean => /TIMESTAMP/i.test(type);
const isNumber = (type: string): boolean => /INT|DECIMAL|DOUBLE|FLOAT/i.test(type);

/** The likely event time, key and value of an input; readable placeholders where nothing fits. */
function parts(input: Input | undefined): Parts {
  const columns = input?.columns ?? [];
  const time =
    columns.find((column) => /ROWTIME/i.test(column.type)) ?? columns.find((column) => isTime(column.type));
  const words = columns.filter((column) => !isTime(column.type) && !isNumber(column.type));
  // Identifiers make poor groups: prefer a column that doesn't look like one.
  const key = words.find((column) => !/(^|_)id$/i.test(column.name)) ?? words[0];
  return {
    table: quoteIdentifier(input?.name ?? "input"),
    time: quoteIdentifier(time?.name ?? "event_time"),
    key: quoteIdentifier(key?.name ?? "key"),
    value: quoteIdentifier(columns.find((column) => isNumber(column.type))?.name ?? "amount"),
    columns: columns.length > 0 ? columns.map((column) => quoteIdentifier(column.name)).join(", ") : "*",
  };
}

const windowed = (inputs: readonly Input[], window: (at: Parts) => string): string => {
  const at = parts(inputs[0]);
  return `SELECT
  window_start,
  window_end,
  ${at.key},
  COUNT(*) AS rows_in_window,
  SUM(${at.value}) AS total
FROM TABLE(
  ${window(at)})
GROUP BY window_start, window_end, ${at.key}`;
};

export const TEMPLATES: readonly Template[] = [
  {
    label: "All columns",
    help: "Pick, rename and convert columns.",
    write: ([input]) => `SELECT ${parts(input).columns}\nFROM ${parts(input).table}`,
  },
  {
    label: "Tumbling window",
    help: "One result per key and minute.",
    write: (inputs) =>
      windowed(inputs, (at) => `TUMBLE(TABLE ${at.table}, DESCRIPTOR(${at.time}), INTERVAL '1' MINUTE)`),
  },
  {
    label: "Hopping window",
    help: "The last five minutes, every minute.",
    write: (inputs) =>
      windowed(
        inputs,
        (at) => `HOP(TABLE ${at.table}, DESCRIPTOR(${at.time}), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE)`,
      ),
  },
  {
    label: "Session window",
    help: "Until a key is silent for ten minutes.",
    write: (inputs) =>
      windowed(
        inputs,
        (at) =>
          `SESSION(TABLE ${at.table} PARTITION BY ${at.key}, DESCRIPTOR(${at.time}), INTERVAL '10' MINUTE)`,
      ),
  },
  {
    label: "Top-N",
    help: "The three largest per key. Its results change: the sink must accept updates.",
    write: ([input]) => {
      const at = parts(input);
      return `SELECT ${at.columns}
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY ${at.key} ORDER BY ${at.value} DESC) AS place
  FROM ${at.table})
WHERE place <= 3`;
    },
  },
  {
    label: "Deduplicate",
    help: "The first row of each key.",
    write: ([input]) => {
      const at = parts(input);
      return `SELECT ${at.columns}
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY ${at.key} ORDER BY ${at.time} ASC) AS place
  FROM ${at.table})
WHERE place = 1`;
    },
  },
  {
    label: "Running totals",
    help: "Each row with the sum of the last hour.",
    write: ([input]) => {
      const at = parts(input);
      return `SELECT
  ${at.key},
  ${at.time},
  SUM(${at.value}) OVER (
    PARTITION BY ${at.key} ORDER BY ${at.time}
    RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW) AS total
FROM ${at.table}`;
    },
  },
  {
    label: "Join in time",
    help: "Rows of two inputs within an hour of each other.",
    write: ([left, right]) => {
      const [a, b] = [parts(left), parts(right)];
      return `SELECT a.*, b.${b.value}
FROM ${a.table} AS a
JOIN ${b.table} AS b
  ON a.${a.key} = b.${b.key}
  AND b.${b.time} BETWEEN a.${a.time} - INTERVAL '1' HOUR AND a.${a.time} + INTERVAL '1' HOUR`;
    },
  },
  {
    label: "Pattern",
    help: "Two events of a key, one after the other (MATCH_RECOGNIZE).",
    write: ([input]) => {
      const at = parts(input);
      return `SELECT *
FROM ${at.table}
MATCH_RECOGNIZE (
  PARTITION BY ${at.key}
  ORDER BY ${at.time}
  MEASURES A.${at.value} AS first_value, B.${at.value} AS next_value
  ONE ROW PER MATCH
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B) WITHIN INTERVAL '10' MINUTE
  DEFINE B AS B.${at.value} > A.${at.value})`;
    },
  },
];
