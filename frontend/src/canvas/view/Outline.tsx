import { Text, UnstyledButton } from "@mantine/core";
import { useMemo } from "react";
import { worstSeverity } from "@/canvas/model/check";
import { type Graph, inputsOf, nodeOf } from "@/canvas/model/document";
import { topologicalOrder } from "@/canvas/model/topology";
import { StatusMark } from "@/ui/Status";
import { focusNode, useCanvas, useCanvasContext, useCheck } from "./context";
import { OperatorIcon, operatorTone } from "./icons";
import styles from "./Outline.module.css";

/**
 * The graph as a list, in the order in which rows flow. The canvas draws only what is in view, so this is how every step
 * is reached by keyboard and by a screen reader.
 */
export function Outline() {
  const shared = useCanvasContext();
  const { catalogue } = shared;
  const graph = useCanvas((state) => state.graph);
  const selection = useCanvas((state) => state.selection);
  const byNode = useCheck((state) => state.byNode);
  const order = useMemo(() => topologicalOrder(graph), [graph]);
  if (order.length === 0) {
    return (
      <Text fz="sm" c="dimmed" p="md">
        No steps yet.
      </Text>
    );
  }
  return (
    <ol className={styles.list} aria-label="Steps in order" data-canvas-keys>
      {order.map((id) => {
        const node = nodeOf(graph, id);
        const state = worstSeverity(byNode.get(id));
        const operator = catalogue.get(node?.kind ?? "");
        return (
          <li key={id}>
            <UnstyledButton
              className={styles.row}
              data-tone={operatorTone(operator)}
              data-selected={selection.has(id) || undefined}
              aria-current={selection.has(id)}
              onClick={() => focusNode(shared, { node: id })}
            >
              <OperatorIcon operator={operator} size={15} />
              <span className={styles.name}>{node?.name}</span>
              <span className={styles.kind}>{operator?.label ?? node?.kind}</span>
              <span className={styles.from}>{reads(graph, id)}</span>
              {state && <StatusMark tone={state === "error" ? "bad" : "warn"} label={state} />}
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}

function reads(graph: Graph, id: string): string {
  const names = inputsOf(graph, id).map((node) => node.name);
  return names.length > 0 ? `reads ${names.join(", ")}` : "";
}
