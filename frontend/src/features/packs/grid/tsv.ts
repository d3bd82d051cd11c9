/** Text as spreadsheets put it on the clipboard: cells between tabs, rows between line ends. Pure. */

/** The cells of pasted text. Cells in quotes may hold tabs, line ends and doubled quotes. */
export function parsed(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const start = cell.lastIndex;
    const found = cell.exec(text) ?? bare(cell, text, start);
    const [, content = "", end = ""] = found;
    row.push(unquoted(content));
    if (end === "\t") continue;
    rows.push(row);
    row = [];
  }
  // A tab at the very end leaves one more, empty cell.
  if (row.length > 0) rows.push([...row, ""]);
  return rows;
}

/** A quote that is no quoting, as in `"12" wide`: the cell is taken as it stands. */
function bare(cell: RegExp, text: string, start: number): RegExpExecArray {
  const plain = /([^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
  plain.lastIndex = start;
  const found = plain.exec(text) as RegExpExecArray;
  cell.lastIndex = plain.lastIndex;
  return found;
}

const unquoted = (text: string): string =>
  text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"')
    : text;

/** Cells as text that spreadsheets take, and {@link parsed} too. */
export const spelled = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => cells.map(quoted).join("\t")).join("\n");

const quoted = (text: string): string =>
  /[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
