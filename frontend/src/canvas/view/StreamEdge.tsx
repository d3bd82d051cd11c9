import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import { useNodeMetrics } from "@/api/metrics";
import { formatRate } from "@/lib/format";
import { useRun, useUi } from "./context";
import type { StreamRfEdge } from "./reactFlowMapping";
import styles from "./StreamEdge.module.css";

/** A stream between two steps, with what flows through it while the job runs. Never animated: at rest it costs nothing. */
export const StreamEdge = memo(function StreamEdge(props: EdgeProps<StreamRfEdge>) {
  const [path, x, y] = getBezierPath(props);
  const under = useUi((state) => state.dropEdge === props.id);
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        interactionWidth={24}
        className={styles.path}
        data-selected={props.selected || undefined}
        data-drop={under || undefined}
        markerEnd={props.markerEnd}
      />
      <Rate source={props.source} x={x} y={y} />
    </>
  );
});

function Rate({ source, x, y }: { source: string; x: number; y: number }) {
  const { instance } = useRun();
  const figures = useNodeMetrics(instance, source);
  const far = useUi((state) => state.zoomedOut);
  if (!figures || figures.out === null || far) return null;
  return (
    <EdgeLabelRenderer>
      <div
        className={styles.rate}
        data-idle={figures.out === 0 || undefined}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {formatRate(figures.out)}
      </div>
    </EdgeLabelRenderer>
  );
}
