/** Cells typed by a person: text by the type of the column, and back. */
import type { Column, Row } from "../types";

const NUMBERS = /^(TINYINT|SMALLINT|INT|INTEGER|BIGINT|FLOAT|DOUBLE)\b/i;
const NESTED = /^(ROW|ARRAY|MAP|MULTISET)\b/i;

/** What stands in the field; nothing is NULL, and two quotes are the empty text. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value === "") return '""';
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The value that was typed. What does not fit the type stays text: the comparison says so by its own. */
export function typed(text: string, type: string): unknown {
  if (text === "") return null;
  if (text === '""') return "";
  if (/^BOOLEAN\b/i.test(type) && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (NUMBERS.test(type)) {
    const number = Number(text);
    // Long whole numbers have more digits than a number here keeps.
    return Number.isFinite(number) && String(number) === text ? number : text;
  }
  if (NESTED.test(type)) return nested(text);
  return text;
}

function nested(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The columns to show for some rows: the known ones, then what else the rows name. */
export function columnsOf(known: readonly Column[] | null | undefined, rows: readonly Row[]): Column[] {
  const names = new Set((known ?? []).map(({ name }) => name));
  const more = new Set(rows.flatMap((row) => Object.keys(row)).filter((name) => !names.has(name)));
  return [...(known ?? []), ...[...more].map((name) => ({ name, type: "" }))];
}

/** Rows as JSON lines; says which line is none. */
export function linesOf(text: string): { rows: Row[] } | { problem: string } {
  const rows: Row[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const row = nested(line);
    if (typeof row !== "object" || row === null || Array.isArray(row))
      return { problem: `Line ${at + 1} is no JSON object such as {"city": "Berlin", "orders": 3}.` };
    rows.push(row as Row);
  }
  return { rows };
}
