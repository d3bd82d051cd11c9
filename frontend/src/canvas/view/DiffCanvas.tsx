import {
  Background,
  BackgroundVariant,
  BaseEdge,
  type EdgeProps,
  getBezierPath,
  Handle,
  type NodeProps,
  ReactFlow,
  ReactFlowProvider,
  type Edge as RfEdge,
  type Node as RfNode,
  Position as Side,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import "./tones.css";
import { memo, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ChangeKind, EdgeDiff, GraphDiff, NodeDiff } from "@/canvas/model/diff";
import { edgeId } from "@/canvas/model/document";
import { boundsOf, fitTo, NODE_WIDTH, nodeHeight, nodeRect, portOffset } from "@/canvas/model/geometry";
import type { Catalogue, Operator } from "@/canvas/model/operators";
import canvasStyles from "./Canvas.module.css";
import styles from "./DiffCanvas.module.css";
import { OperatorIcon, operatorTone } from "./icons";

type DiffRfNode = RfNode<{ diff: NodeDiff; operator: Operator | undefined }, "diff">;
type DiffRfEdge = RfEdge<{ mark: ChangeKind }, "diff">;

const WORDS: Record<ChangeKind, string> = {
  added: "Added",
  removed: "Removed",
  changed: "Changed",
  same: "",
};

const DiffNode = memo(function DiffNode({ data: { diff, operator }, selected }: NodeProps<DiffRfNode>) {
  const ports = (side: "inputs" | "outputs") => operator?.ports[side] ?? [];
  const top = (at: number, count: number) => portOffset(nodeHeight(operator), at, count);
  return (
    <div
      className={styles.node}
      data-mark={diff.mark}
      data-tone={operatorTone(operator)}
      data-selected={selected || undefined}
    >
      <span className={styles.icon}>
        <OperatorIcon operator={operator} size={20} />
      </span>
      <span className={styles.text}>
        <b>{diff.node.name}</b>
        <small>{operator?.label ?? diff.node.kind}</small>
      </span>
      {diff.mark !== "same" && <span className={styles.mark}>{WORDS[diff.mark]}</span>}
      {ports("inputs").map((port, at) => (
        <Handle
          key={port.name}
          id={port.name}
          type="target"
          position={Side.Left}
          isConnectable={false}
          className={styles.port}
          style={{ top: top(at, ports("inputs").length) }}
        />
      ))}
      {ports("outputs").map((port, at) => (
        <Handle
          key={port.name}
          id={port.name}
          type="source"
          position={Side.Right}
          isConnectable={false}
          className={styles.port}
          style={{ top: top(at, ports("outputs").length) }}
        />
      ))}
    </div>
  );
});

const DiffEdge = memo(function DiffEdge(props: EdgeProps<DiffRfEdge>) {
  const [path] = getBezierPath(props);
  return <BaseEdge id={props.id} path={path} className={styles.edge} data-mark={props.data?.mark} />;
});

const NODE_TYPES = { diff: DiffNode };
const EDGE_TYPES = { diff: DiffEdge };

interface Props {
  diff: GraphDiff;
  catalogue: Catalogue;
  selected: string | null;
  onSelect: (id: string | null) => void;
}

/** Two graphs drawn over each other, with what was added, removed and changed marked in words and colour. */
export function DiffCanvas({ diff, catalogue, selected, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [pane, setPane] = useState<DOMRect | null>(null);
  useLayoutEffect(() => setPane(box.current?.getBoundingClientRect() ?? null), []);
  const nodes = useMemo(
    () => diff.nodes.map((item) => asNode(item, catalogue.get(item.node.kind), item.id === selected)),
    [diff, catalogue, selected],
  );
  const edges = useMemo(() => diff.edges.map(asEdge), [diff]);
  const viewport = useMemo(() => {
    const bounds = boundsOf(diff.nodes.map((item) => nodeRect(item.node, catalogue)));
    return pane && bounds ? fitTo(bounds, pane) : { x: 0, y: 0, zoom: 1 };
  }, [diff, catalogue, pane]);
  return (
    <div className={canvasStyles.canvas} ref={box} data-testid="diff-canvas">
      {pane && (
        <ReactFlowProvider>
          <ReactFlow<DiffRfNode, DiffRfEdge>
            nodes={nodes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            defaultViewport={viewport}
            onNodeClick={(_, node) => onSelect(node.id)}
            onPaneClick={() => onSelect(null)}
            onlyRenderVisibleElements
            nodesDraggable={false}
            nodesConnectable={false}
            deleteKeyCode={null}
            minZoom={0.05}
          >
            <Background
              variant={BackgroundVariant.Dots}
              gap={24}
              size={1.4}
              className={canvasStyles.dots ?? ""}
            />
          </ReactFlow>
        </ReactFlowProvider>
      )}
    </div>
  );
}

function asNode(diff: NodeDiff, operator: Operator | undefined, selected: boolean): DiffRfNode {
  const size = { width: NODE_WIDTH, height: nodeHeight(operator) };
  return {
    id: diff.id,
    type: "diff",
    position: diff.node.position,
    data: { diff, operator },
    selected,
    ...size,
    measured: size,
  };
}

const asEdge = ({ edge, mark }: EdgeDiff): DiffRfEdge => ({
  id: edgeId(edge),
  type: "diff",
  source: edge.source,
  sourceHandle: edge.source_port,
  target: edge.target,
  targetHandle: edge.target_port,
  data: { mark },
});
