import { Tooltip } from "@mantine/core";
import { IconAlertCircleFilled, IconAlertTriangleFilled } from "@tabler/icons-react";
import { Handle, type NodeProps, Position as Side } from "@xyflow/react";
import { memo } from "react";
import { useNodeMetrics } from "@/api/metrics";
import { type Column, type Problem, worstSeverity } from "@/canvas/model/check";
import { nodeHeight, portOffset } from "@/canvas/model/geometry";
import type { Port } from "@/canvas/model/operators";
import { useCheck, useRun, useUi } from "./context";
import { OperatorIcon, operatorTone } from "./icons";
import { NodeBadge } from "./NodeBadge";
import styles from "./OperatorNode.module.css";
import type { OperatorRfNode } from "./reactFlowMapping";

/** One step of the pipeline. Hears only of itself: its node, its problems, its columns, its figures. */
export const OperatorNode = memo(function OperatorNode({ id, data, selected }: NodeProps<OperatorRfNode>) {
  countRender(id);
  const far = useUi((state) => state.zoomedOut);
  const problems = useCheck((state) => state.byNode.get(id));
  const { node, operator } = data;
  const state = worstSeverity(problems);
  return (
    <div
      className={styles.node}
      data-tone={operatorTone(operator)}
      data-selected={selected || undefined}
      data-problem={state ?? undefined}
      data-far={far || undefined}
    >
      <div className={styles.icon}>
        <OperatorIcon operator={operator} size={far ? 40 : 20} />
      </div>
      {!far && (
        <>
          <div className={styles.text}>
            <div className={styles.name}>{node.name}</div>
            <div className={styles.kind}>{subtitle(operator?.label ?? node.kind, node.params)}</div>
          </div>
          {problems && state && <Badge problems={problems} state={state} />}
          {operator && operator.ports.outputs.length > 0 && <Columns id={id} />}
          <Ports ports={operator?.ports.inputs ?? []} side="left" height={nodeHeight(operator)} />
          <Ports ports={operator?.ports.outputs ?? []} side="right" height={nodeHeight(operator)} />
          <Pressure id={id} />
        </>
      )}
      <NodeBadge id={id} far={far} />
    </div>
  );
});

/** What a step works on, if it says so in one word. */
function subtitle(label: string, params: Readonly<Record<string, unknown>>): string {
  const on = params.topic ?? params.table;
  return typeof on === "string" && on !== "" ? `${label} · ${on}` : label;
}

function Badge({ problems, state }: { problems: readonly Problem[]; state: "error" | "warning" }) {
  const Icon = state === "error" ? IconAlertCircleFilled : IconAlertTriangleFilled;
  const lines = problems.map((problem) =>
    problem.line ? `Line ${problem.line}: ${problem.message}` : problem.message,
  );
  return (
    <Tooltip
      label={lines.slice(0, 5).join("\n")}
      multiline
      maw={360}
      withArrow
      position="top"
      style={{ whiteSpace: "pre-line" }}
    >
      <div className={styles.badge} role="img" aria-label={`${problems.length} ${state}s: ${lines[0]}`}>
        <Icon size={18} />
      </div>
    </Tooltip>
  );
}

function Columns({ id }: { id: string }) {
  const columns = useCheck((state) => state.columns.get(id));
  if (!columns) return <div className={styles.columns} />;
  return (
    <div className={styles.columns} title={columns.map(formatColumn).join("\n")}>
      <span className={styles.names}>{columns.map((column) => column.name).join(" · ")}</span>
      <span className={styles.count}>{columns.length}</span>
    </div>
  );
}

const formatColumn = (column: Column): string => `${column.name}  ${column.type}`;

function Ports({ ports, side, height }: { ports: readonly Port[]; side: "left" | "right"; height: number }) {
  return ports.map((port, at) => {
    const top = portOffset(height, at, ports.length);
    return (
      <Handle
        key={port.name}
        id={port.name}
        type={side === "left" ? "target" : "source"}
        position={side === "left" ? Side.Left : Side.Right}
        style={{ top }}
        className={styles.port}
        title={port.label}
      >
        {ports.length > 1 && <span className={styles.portName}>{port.label}</span>}
      </Handle>
    );
  });
}

/** How much a step is held back by what comes after it. */
export function backpressureLevel(share: number): "none" | "some" | "high" {
  if (share < 0.1) return "none";
  return share < 0.5 ? "some" : "high";
}

function Pressure({ id }: { id: string }) {
  const { instance } = useRun();
  const figures = useNodeMetrics(instance, id);
  if (!figures || figures.backpressure === null) return null;
  const held = backpressureLevel(figures.backpressure);
  const share = Math.round(figures.backpressure * 100);
  return (
    <div
      className={styles.pressure}
      data-held={held}
      title={`Held back ${share} % of the time by what comes after`}
    />
  );
}

const counts = new Map<string, number>();

export function countRender(id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

/** Counts since the last call. */
export function takeRenderCounts(): Map<string, number> {
  const taken = new Map(counts);
  counts.clear();
  return taken;
}
