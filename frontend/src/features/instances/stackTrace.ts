/** Java's stack traces, made readable. Pure. */

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
