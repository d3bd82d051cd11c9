/** Lines of a Flink log, and the exceptions in it. Pure. */
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

/** "org.apache.flink.table.api.ValidationException" reads "ValidationException". */
export const shortName = (name: string): string => name.split(/[.$]/).at(-1) || name;

export interface Cause {
  name: string;
  message: string;
}

/** The chain of causes in a trace, outermost first; the last is where it began. */
export function parseCauses(trace: string): Cause[] {
  return trace
    .split("\n")
    .filter((line) => /^(Caused by: )?[\w.$]+(Exception|Error|Throwable)\b/.test(line))
    .map((line) => {
      const [, name = "", message = ""] = /^(?:Caused by: )?([\w.$]+)(?::\s*(.*))?$/.exec(line) ?? [];
      return { name: shortName(name), message };
    });
}

/** What most likely explains a failure: the innermost cause that says something. */
export function rootCause(trace: string): Cause | undefined {
  const chain = parseCauses(trace);
  return chain.findLast((cause) => cause.message !== "") ?? chain.at(-1);
}
