/** Conversion between typed text and values, by column type. Pure. */
import type { Row, RunColumn } from "../types";

const NUMBERS = /^(TINYINT|SMALLINT|INT|INTEGER|BIGINT|FLOAT|DOUBLE)\b/i;
const NESTED = /^(ROW|ARRAY|MAP|MULTISET)\b/i;

/** A value as text: an empty field is NULL, two quotes are the empty string. */
export function formatCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value === "") return '""';
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Parses typed text. Text that does not match the type stays a string, and the comparison reports it. */
export function parseCell(text: string, type: string): unknown {
  if (text === "") return null;
  if (text === '""') return "";
  if (/^BOOLEAN\b/i.test(type) && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (NUMBERS.test(type)) {
    const number = Number(text);
    // Long integers have more digits than a JavaScript number holds.
    return Number.isFinite(number) && String(number) === text ? number : text;
  }
  if (NESTED.test(type)) return parseJsonOrText(text);
  return text;
}

function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The known columns, followed by other columns that occur in the rows. */
export function mergeColumns(
  known: readonly RunColumn[] | null | undefined,
  rows: readonly Row[],
): RunColumn[] {
  const names = new Set((known ?? []).map(({ name }) => name));
  const more = new Set(rows.flatMap((row) => Object.keys(row)).filter((name) => !names.has(name)));
  return [...(known ?? []), ...[...more].map((name) => ({ name, type: "" }))];
}

/** Parses JSON lines, or names the first invalid line. */
export function parseJsonLines(text: string): { rows: Row[] } | { problem: string } {
  const rows: Row[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const row = parseJsonOrText(line);
    if (typeof row !== "object" || row === null || Array.isArray(row))
      return { problem: `Line ${at + 1} is not a JSON object such as {"city": "Berlin", "orders": 3}.` };
    rows.push(row as Row);
  }
  return { rows };
}
