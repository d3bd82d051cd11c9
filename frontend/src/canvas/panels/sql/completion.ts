/** What to offer while someone types SQL. A help, not a parser: Flink judges what is written. */

import type { Column } from "@/canvas/model/check";
import type { FunctionHelp } from "@/canvas/model/hostServices";

export interface Input {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface SqlContext {
  readonly inputs: readonly Input[];
  readonly functions: readonly FunctionHelp[];
  /** An expression over the columns of the one input, without SELECT and FROM. */
  readonly expression: boolean;
}

export interface Suggestion {
  readonly label: string;
  readonly insert: string;
  readonly detail: string;
  readonly kind: "table" | "column" | "function" | "keyword";
}

const KEYWORDS = [
  "SELECT",
  "FROM",
  "WHERE",
  "GROUP BY",
  "HAVING",
  "ORDER BY",
  "LIMIT",
  "JOIN",
  "LEFT JOIN",
  "ON",
  "AS",
  "AND",
  "OR",
  "NOT",
  "CASE",
  "WHEN",
  "THEN",
  "ELSE",
  "END",
  "IN",
  "BETWEEN",
  "LIKE",
  "IS NULL",
  "IS NOT NULL",
  "DISTINCT",
  "UNION ALL",
  "OVER",
  "PARTITION BY",
  "INTERVAL",
  "TABLE",
  "DESCRIPTOR",
  "TUMBLE",
  "HOP",
  "CUMULATE",
  "SESSION",
  "MATCH_RECOGNIZE",
  "WITH",
];
const IN_EXPRESSIONS = new Set([
  "AND",
  "OR",
  "NOT",
  "CASE",
  "WHEN",
  "THEN",
  "ELSE",
  "END",
  "IN",
  "BETWEEN",
  "LIKE",
  "IS NULL",
  "IS NOT NULL",
  "INTERVAL",
]);

/** An identifier as Flink reads it: backticks unless it is plain. */
export const quoteIdentifier = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;

/** `before` is the text up to the cursor, without the word being typed; `whole` is all of it. */
export function suggest(before: string, whole: string, context: SqlContext): Suggestion[] {
  const qualifier = /(?:`([^`]+)`|([A-Za-z_]\w*))\.\s*$/.exec(before);
  if (qualifier) return columnsOf(qualifier[1] ?? qualifier[2] ?? "", whole, context);
  if (/\b(?:FROM|JOIN|TABLE)\s+$/i.test(before)) return tables(context);
  const offered = context.inputs.flatMap((input) => input.columns.map((column) => columnOf(input, column)));
  const functions = context.functions.map(functionOf);
  const keywords = KEYWORDS.filter((word) => !context.expression || IN_EXPRESSIONS.has(word));
  return [
    ...unique(offered),
    ...(context.expression ? [] : tables(context)),
    ...functions,
    ...keywords.map((word): Suggestion => ({ label: word, insert: word, detail: "", kind: "keyword" })),
  ];
}

const tables = ({ inputs }: SqlContext): Suggestion[] =>
  inputs.map((input) => ({
    label: input.name,
    insert: quoteIdentifier(input.name),
    detail: `input, ${input.columns.length} columns`,
    kind: "table",
  }));

function columnsOf(qualifier: string, whole: string, { inputs }: SqlContext): Suggestion[] {
  const named =
    inputs.find((input) => input.name === qualifier) ??
    inputs.find((input) => input.name === aliased(whole, qualifier));
  return (named?.columns ?? []).map((column) => columnOf(named as Input, column));
}

/** The input that `alias` names in `FROM orders AS o` or `JOIN orders o`. */
function aliased(whole: string, alias: string): string | undefined {
  const name = alias.replace(/[^\w]/g, "");
  return new RegExp(String.raw`\b(?:FROM|JOIN|,)\s+\`?(\w+)\`?\s+(?:AS\s+)?\`?${name}\`?\b`, "i").exec(
    whole,
  )?.[1];
}

const columnOf = (input: Input, column: Column): Suggestion => ({
  label: column.name,
  insert: quoteIdentifier(column.name),
  detail: `${column.type} · ${input.name}`,
  kind: "column",
});

const functionOf = ({ name, signatures }: FunctionHelp): Suggestion => ({
  label: name.toUpperCase(),
  insert: name.toUpperCase(),
  detail: signatures[0] ?? "function",
  kind: "function",
});

function unique(all: readonly Suggestion[]): Suggestion[] {
  return [...new Map(all.map((suggestion) => [suggestion.label, suggestion])).values()];
}
