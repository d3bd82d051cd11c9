/**
 * Renames the inputs that a piece of SQL reads, as a help while drawing.
 * Flink's parser stays the judge: the check that follows names whatever this missed.
 */

interface Token {
  readonly text: string;
  /** The identifier without its quotes; null for anything else. */
  readonly name: string | null;
  readonly start: number;
}

// Strings and comments first: a name inside them is text.
const TOKEN = /'(?:[^']|'')*'?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|`(?:[^`]|``)*`?|[A-Za-z_$][\w$]*|\d[\w.]*|\S/g;

function tokens(text: string): Token[] {
  return [...text.matchAll(TOKEN)]
    .filter(([token]) => !token.startsWith("--") && !token.startsWith("/*"))
    .map((match) => ({ text: match[0], name: identifier(match[0]), start: match.index }));
}

function identifier(token: string): string | null {
  if (token.startsWith("`")) return token.replace(/^`|`$/g, "").replaceAll("``", "`");
  return /^[A-Za-z_$]/.test(token) ? token : null;
}

const TABLE_COMES = new Set(["FROM", "JOIN", "TABLE", "LATERAL"]);
const CLAUSE_ENDS = new Set([
  "SELECT",
  "WHERE",
  "GROUP",
  "HAVING",
  "ORDER",
  "ON",
  "USING",
  "WINDOW",
  "LIMIT",
  "UNION",
  "INTERSECT",
  "EXCEPT",
  "QUALIFY",
]);

/** Positions in `text` at which `name` refers to an input. */
function occurrences(text: string, name: string): Token[] {
  const all = tokens(text);
  const tables = all.filter((token, at) => token.name === name && isTable(all, at));
  const aliased = all.some((token, at) => token.name === name && all[at - 1]?.text.toUpperCase() === "AS");
  // `orders.city` follows the alias, when the query declares one of the same name.
  const qualifiers = aliased
    ? []
    : all.filter(
        (token, at) => token.name === name && all[at + 1]?.text === "." && all[at - 1]?.text !== ".",
      );
  return [...new Set([...tables, ...qualifiers])].sort((a, b) => a.start - b.start);
}

function isTable(all: readonly Token[], at: number): boolean {
  const before = all[at - 1]?.text.toUpperCase() ?? "";
  if (TABLE_COMES.has(before)) return true;
  if (before === "(") return TABLE_COMES.has(all[at - 2]?.text.toUpperCase() ?? "");
  return before === "," && inFrom(all, at);
}

/** Whether the token is in the list after FROM, at the same depth of parentheses. */
function inFrom(all: readonly Token[], at: number): boolean {
  let depth = 0;
  for (let back = at - 1; back >= 0; back -= 1) {
    const word = all[back]?.text.toUpperCase() ?? "";
    if (word === ")") depth += 1;
    else if (word === "(") depth -= 1;
    if (depth < 0) return false;
    if (depth === 0 && word === "FROM") return true;
    if (depth === 0 && CLAUSE_ENDS.has(word)) return false;
  }
  return false;
}

/** `text` with the input `from` called `to`. */
export function renameInput(text: string, from: string, to: string): string {
  let result = "";
  let end = 0;
  for (const token of occurrences(text, from)) {
    const quoted = token.text.startsWith("`") ? `\`${to.replaceAll("`", "``")}\`` : to;
    result += text.slice(end, token.start) + quoted;
    end = token.start + token.text.length;
  }
  return result + text.slice(end);
}

export const isInputReferenced = (text: string, name: string): boolean => occurrences(text, name).length > 0;
