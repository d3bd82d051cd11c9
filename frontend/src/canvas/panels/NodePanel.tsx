import { ActionIcon, CloseButton, Group, Tabs, Text, TextInput, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { worstSeverity } from "@/canvas/model/check";
import { type Node, nodeOf } from "@/canvas/model/document";
import { checkName, remove, rename } from "@/canvas/model/edits";
import { isSink, isSource, type Operator } from "@/canvas/model/operators";
import { useCanvas, useCanvasContext, useCheck, useUi } from "@/canvas/view/context";
import { OperatorIcon, operatorTone } from "@/canvas/view/icons";
import { StatusMark } from "@/ui/Status";
import { ColumnsTab } from "./ColumnsTab";
import styles from "./NodePanel.module.css";
import { ParametersTab } from "./ParametersTab";
import { PreviewTab } from "./PreviewTab";
import { SqlTab } from "./SqlTab";
import { useWidth } from "./useWidth";
import { NodeIdProvider } from "./widgets/nodeContext";

/** The step that is open: its parameters, columns, rows and SQL. Opens by itself when a step is added. */
export function NodePanel() {
  const place = useUi((state) => state.panel);
  const node = useCanvas((state) => (place ? nodeOf(state.graph, place.node) : undefined));
  // Keyed, so that nothing typed for one step can show up in another.
  return node ? <Panel node={node} key={node.id} /> : null;
}

function Panel({ node }: { node: Node }) {
  const { ui, catalogue } = useCanvasContext();
  const operator = catalogue.get(node.kind);
  const [tab, setTab] = useState<string | null>("parameters");
  const { width, handle } = useWidth("penstock.panel", 440, { min: 320, max: 1100 });
  const focused = useUi((state) => state.panel);
  const problems = useCheck((state) => state.byNode.get(node.id));
  const columns = useCheck((state) => state.columns.get(node.id));
  useEffect(() => {
    if (focused?.field) setTab("parameters");
  }, [focused]);
  const state = worstSeverity(problems);
  const previewable = (isSource(operator) || isSink(operator)) && hasStore(operator);
  return (
    <NodeIdProvider value={node.id}>
      <aside
        className={styles.panel}
        style={{ width }}
        aria-label={`Step ${node.name}`}
        data-tone={operatorTone(operator)}
      >
        <div className={styles.handle} {...handle} />
        <header className={styles.head}>
          <span className={styles.icon}>
            <OperatorIcon operator={operator} size={20} />
          </span>
          <Name node={node} label={operator?.label ?? node.kind} />
          <Actions node={node} onClose={() => ui.setState({ panel: null })} />
        </header>
        <Tabs value={tab} onChange={setTab} className={styles.tabs} keepMounted={false}>
          <Tabs.List px="md">
            <Tabs.Tab
              value="parameters"
              rightSection={state && <StatusMark tone={state === "error" ? "bad" : "warn"} label={state} />}
            >
              Parameters
            </Tabs.Tab>
            <Tabs.Tab value="columns">Columns{columns ? ` (${columns.length})` : ""}</Tabs.Tab>
            {previewable && <Tabs.Tab value="preview">Preview</Tabs.Tab>}
            <Tabs.Tab value="sql">SQL</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="parameters" className={styles.body}>
            <ParametersTab node={node} />
          </Tabs.Panel>
          <Tabs.Panel value="columns" className={styles.body}>
            <ColumnsTab />
          </Tabs.Panel>
          {previewable && (
            <Tabs.Panel value="preview" className={styles.body}>
              <PreviewTab node={node} live={isSink(operator)} />
            </Tabs.Panel>
          )}
          <Tabs.Panel value="sql" className={styles.body}>
            <SqlTab node={node} />
          </Tabs.Panel>
        </Tabs>
      </aside>
    </NodeIdProvider>
  );
}

/** Whether there is anything to look into: a print sink has no store. */
const hasStore = (operator: Operator | undefined): boolean =>
  operator?.params.properties?.datasource !== undefined;

/** The step's name. Taken over when it is left or Enter is pressed, so that half-typed names don't rename anything. */
function Name({ node, label }: { node: Node; label: string }) {
  const { canvas, catalogue } = useCanvasContext();
  const readOnly = useCanvas((state) => state.readOnly);
  const [typed, setTyped] = useState<string | null>(null);
  const problem = typed === null ? null : checkName(canvas.graph(), node.id, typed);
  const settle = () => {
    if (typed !== null && !problem && typed !== node.name) {
      canvas.edit(`Rename ${node.name}`, (graph) => rename(graph, catalogue, node.id, typed));
    }
    setTyped(null);
  };
  return (
    <div className={styles.title}>
      <TextInput
        variant="unstyled"
        aria-label="Name of the step"
        classNames={{ input: styles.name ?? "" }}
        value={typed ?? node.name}
        readOnly={readOnly}
        error={problem}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setTyped(null);
        }}
        spellCheck={false}
        size="xs"
      />
      <Text fz="xs" c="dimmed">
        {label}
      </Text>
    </div>
  );
}

function Actions({ node, onClose }: { node: Node; onClose: () => void }) {
  const { canvas } = useCanvasContext();
  const readOnly = useCanvas((state) => state.readOnly);
  return (
    <Group gap={2} wrap="nowrap">
      {!readOnly && (
        <Tooltip label="Delete the step">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Delete the step"
            onClick={() => canvas.edit(`Delete ${node.name}`, (graph) => remove(graph, new Set([node.id])))}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      <CloseButton aria-label="Close the panel" onClick={onClose} />
    </Group>
  );
}
