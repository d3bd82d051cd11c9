/** Lines of a Flink log. Pure. */

export type Level = "ERROR" | "WARN" | "INFO" | "DEBUG" | undefined;

export interface LogLine {
  text: string;
  level: Level;
}

const LEVEL = /\b(ERROR|WARN|INFO|DEBUG)\b/;

/** Each line with its level; lines of a stack trace take the level of the line they belong to. */
export function parseLines(lines: readonly string[]): LogLine[] {
  let last: Level;
  return lines.map((text) => {
    const found =
      /^\s/.test(text) || text.startsWith("Caused by:") ? undefined : LEVEL.exec(text.slice(0, 80))?.[1];
    last = (found as Level) ?? last;
    return { text, level: last };
  });
}

/** A text cut where the search hits, for marking: every odd part is a hit. */
export function splitAtMatches(text: string, search: string): string[] {
  if (!search) return [text];
  const parts: string[] = [];
  const wanted = search.toLowerCase();
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  parts.push(text.slice(from));
  return parts;
}
