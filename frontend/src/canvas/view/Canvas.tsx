import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import "./tones.css";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CommandContext } from "@/canvas/commands/command";
import { fitTo, graphBounds, type Viewport } from "@/canvas/model/geometry";
import type { Operator } from "@/canvas/model/operators";
import styles from "./Canvas.module.css";
import { Controls } from "./Controls";
import { useCanvas, useCanvasContext } from "./context";
import { operatorTone } from "./icons";
import { NoteNode } from "./NoteNode";
import { OperatorNode } from "./OperatorNode";
import { QuickAdd } from "./QuickAdd";
import type { AnyRfNode, StreamRfEdge } from "./reactFlowMapping";
import { StreamEdge } from "./StreamEdge";
import { useCanvasShortcuts } from "./useCanvasShortcuts";
import { useConnect } from "./useConnect";
import { useFlow } from "./useFlow";
import { usePaletteDrop } from "./usePaletteDrop";
import { useViewportApi } from "./useViewportApi";

// Outside the component: new objects on each render would make React Flow mount every node again.
const NODE_TYPES = { operator: OperatorNode, note: NoteNode };
const EDGE_TYPES = { stream: StreamEdge };
const SNAP: [number, number] = [8, 8];
const FAR = 0.4;

interface Props {
  /** Puts the keyboard into the palette's search field. */
  focusPalette: () => void;
}

/** The drawing area. */
export function Canvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Measured {...props} />
    </ReactFlowProvider>
  );
}

/** Waits for the size of the drawing area, so that the first picture is the right one. */
function Measured(props: Props) {
  const [pane, setPane] = useState<DOMRect | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => setPane(box.current?.getBoundingClientRect() ?? null), []);
  return (
    <div className={styles.canvas} ref={box} data-testid="canvas" data-canvas-keys>
      {pane && <Drawing {...props} box={box} pane={pane} />}
    </div>
  );
}

function Drawing({
  focusPalette,
  box,
  pane,
}: Props & { box: React.RefObject<HTMLDivElement | null>; pane: DOMRect }) {
  const shared = useCanvasContext();
  const readOnly = useCanvas((state) => state.readOnly);
  const flow = useReactFlow<AnyRfNode, StreamRfEdge>();
  const [first] = useState(() => firstViewport(shared, pane));
  const clipboard = useRef<CommandContext["clipboard"]>({ fragment: null });
  const context = useMemo<CommandContext>(
    () => ({
      ...shared,
      viewport: () => flow.getViewport(),
      setViewport: (viewport) => void flow.setViewport(viewport, { duration: 160 }),
      pane: () => box.current?.getBoundingClientRect() ?? pane,
      focusPalette,
      clipboard: clipboard.current,
    }),
    [shared, flow, box, pane, focusPalette],
  );
  useViewportApi(context);
  const drawn = useFlow();
  const connecting = useConnect(box);
  const dropping = usePaletteDrop();
  useCanvasShortcuts(context);
  const onMove = useFarWatch();
  const open = useCallback(
    (_: unknown, node: AnyRfNode) => {
      if (node.type === "operator") shared.ui.setState({ panel: { node: node.id } });
    },
    [shared],
  );
  return (
    <>
      <ReactFlow<AnyRfNode, StreamRfEdge>
        {...drawn}
        {...connecting}
        {...dropping}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultViewport={first}
        onMove={onMove}
        onNodeDoubleClick={open}
        onlyRenderVisibleElements
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        // Focus, deletion and arrow keys are ours, so that the same records serve menus, keys and help.
        disableKeyboardA11y
        deleteKeyCode={null}
        nodesFocusable={false}
        edgesFocusable={false}
        snapToGrid
        snapGrid={SNAP}
        connectionRadius={28}
        minZoom={0.05}
        maxZoom={2}
        zoomOnDoubleClick={false}
        panOnScroll={false}
        selectionOnDrag={false}
        elevateNodesOnSelect={false}
        attributionPosition="top-right"
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} className={styles.dots} />
        <MiniMap
          pannable
          zoomable
          className={styles.minimap}
          nodeColor={mapColor}
          nodeBorderRadius={24}
          ariaLabel="Overview"
        />
      </ReactFlow>
      <Controls context={context} />
      <QuickAdd />
    </>
  );
}

function firstViewport({ canvas, catalogue }: ReturnType<typeof useCanvasContext>, pane: DOMRect): Viewport {
  const bounds = graphBounds(canvas.graph(), catalogue);
  return bounds ? fitTo(bounds, pane) : { x: 0, y: 0, zoom: 1 };
}

/** Tells nodes once when the zoom crosses the line below which text can't be read. */
function useFarWatch(): (event: unknown, viewport: Viewport) => void {
  const { ui } = useCanvasContext();
  const flow = useReactFlow();
  useLayoutEffect(() => ui.setState({ zoomedOut: flow.getZoom() < FAR }), [ui, flow]);
  return useCallback(
    (_, { zoom }) => {
      const far = zoom < FAR;
      if (far !== ui.getState().zoomedOut) ui.setState({ zoomedOut: far });
    },
    [ui],
  );
}

const MAP_COLORS = {
  source: "var(--mantine-color-tide-5)",
  transform: "var(--mantine-color-indigo-4)",
  sink: "var(--mantine-color-grape-5)",
  unknown: "var(--mantine-color-gray-5)",
};

function mapColor(node: AnyRfNode): string {
  if (node.type === "note") return "var(--mantine-color-amber-2)";
  return MAP_COLORS[operatorTone((node.data as { operator: Operator | undefined }).operator)];
}
