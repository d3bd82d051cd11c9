import { Stack, Text, UnstyledButton } from "@mantine/core";
import css from "./ProblemList.module.css";
import { StatusMark } from "./Status";

export interface ShownProblem {
  message: string;
  severity: "error" | "warning";
  node?: string | null;
  field?: string | null;
  line?: number | null;
  column?: number | null;
}

interface Props<P extends ShownProblem> {
  problems: readonly P[];
  /** Goes to the place of a problem. Without it the list is only read. */
  onPick?: (problem: P) => void;
  /** Turns a node's id into the name people know. */
  nodeName?: (id: string) => string;
}

function place(problem: ShownProblem, nodeName: (id: string) => string): string {
  const parts = [problem.node && nodeName(problem.node), problem.field];
  if (problem.line) parts.push(`line ${problem.line}${problem.column ? `, column ${problem.column}` : ""}`);
  return parts.filter(Boolean).join(" · ");
}

/** Errors first, then warnings; each with its place and a sentence. */
export function ProblemList<P extends ShownProblem>({ problems, onPick, nodeName = (id) => id }: Props<P>) {
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity !== "error");
  return (
    <Stack gap={2} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
      {[...errors, ...warnings].map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: problems have no identity; the list is replaced whole
        <li key={index}>
          <UnstyledButton
            className={css.row}
            disabled={!onPick}
            onClick={() => onPick?.(problem)}
            data-severity={problem.severity}
          >
            <StatusMark
              tone={problem.severity === "error" ? "bad" : "warn"}
              label={problem.severity === "error" ? "Error" : "Warning"}
            />
            <span>
              <Text component="span" fz="sm" style={{ overflowWrap: "anywhere" }}>
                {problem.message}
              </Text>
              <Text component="span" fz="xs" c="dimmed" display="block">
                {place(problem, nodeName)}
              </Text>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </Stack>
  );
}
