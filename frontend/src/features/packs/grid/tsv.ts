/** Tab-separated text, as spreadsheets put it on the clipboard. Pure. */

/** Parses pasted text. Quoted cells may contain tabs, line breaks and doubled quotes. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const start = cell.lastIndex;
    const found = cell.exec(text) ?? matchUnquoted(cell, text, start);
    const [, content = "", end = ""] = found;
    row.push(unquote(content));
    if (end === "\t") continue;
    rows.push(row);
    row = [];
  }
  // A tab at the end is followed by one more, empty cell.
  if (row.length > 0) rows.push([...row, ""]);
  return rows;
}

/** Matches a cell whose first quote does not quote it, as in `"12" wide`: it is taken literally. */
function matchUnquoted(cell: RegExp, text: string, start: number): RegExpExecArray {
  const plain = /([^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
  plain.lastIndex = start;
  const found = plain.exec(text) as RegExpExecArray;
  cell.lastIndex = plain.lastIndex;
  return found;
}

const unquote = (text: string): string =>
  text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"')
    : text;

/** Formats cells for spreadsheets; {@link parseTsv} reads them back. */
export const formatTsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => cells.map(quote).join("\t")).join("\n");

const quote = (text: string): string => (/[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
