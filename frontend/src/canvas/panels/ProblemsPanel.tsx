import { Text } from "@mantine/core";
import { nodeOf } from "@/canvas/model/document";
import { focusNode, useCanvasContext, useCheck } from "@/canvas/view/context";
import { ProblemList } from "@/ui/ProblemList";

/** Everything that is wrong, each one click away from its step and field. */
export function ProblemsPanel({ onSettings }: { onSettings: () => void }) {
  const shared = useCanvasContext();
  const { problems, phase, reason } = useCheck((state) => state);
  if (phase === "unreachable") {
    return (
      <Text fz="sm" p="md">
        The check can't be had at the moment: {reason} It is tried again by itself.
      </Text>
    );
  }
  if (problems.length === 0) {
    return (
      <Text fz="sm" c="dimmed" p="md">
        {phase === "waiting" ? "Checking…" : "No problems. The job can be submitted and run."}
      </Text>
    );
  }
  return (
    <ProblemList
      problems={problems}
      nodeName={(id) => nodeOf(shared.canvas.graph(), id)?.name ?? id}
      onPick={(problem) => {
        if (!problem.node) return onSettings();
        focusNode(shared, {
          node: problem.node,
          field: problem.field,
          line: problem.line,
          column: problem.column,
        });
      }}
    />
  );
}
