import { ActionIcon, Group, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconLayoutDistributeVertical,
  IconMaximize,
  IconMinus,
  IconNote,
  IconPlus,
  type TablerIcon,
} from "@tabler/icons-react";
import { useViewport } from "@xyflow/react";
import { useStore } from "zustand";
import { type Command, type CommandContext, runCommand } from "@/canvas/commands/command";
import { addNoteCommand, redo, undo } from "@/canvas/commands/editCommands";
import { formatKeys } from "@/canvas/commands/keys";
import { autoLayout, fitView, zoomIn, zoomOut } from "@/canvas/commands/viewCommands";
import styles from "./Controls.module.css";

/** The few buttons that lie over the canvas; each shows its key. */
export function Controls({ context }: { context: CommandContext }) {
  const readOnly = useStore(context.canvas.store, (state) => state.readOnly);
  const past = useStore(context.canvas.store.temporal, (state) => state.pastStates.length);
  const future = useStore(context.canvas.store.temporal, (state) => state.futureStates.length);
  const empty = useStore(context.canvas.store, (state) => state.graph.nodes.length < 2);
  return (
    <Group className={styles.bar} gap={2} role="toolbar" aria-label="Canvas">
      {!readOnly && (
        <>
          <Action command={undo} context={context} icon={IconArrowBackUp} disabled={past === 0} />
          <Action command={redo} context={context} icon={IconArrowForwardUp} disabled={future === 0} />
          <Action command={addNoteCommand} context={context} icon={IconNote} />
          <Action
            command={autoLayout}
            context={context}
            icon={IconLayoutDistributeVertical}
            disabled={empty}
          />
          <span className={styles.gap} />
        </>
      )}
      <Action command={zoomOut} context={context} icon={IconMinus} />
      <Zoom />
      <Action command={zoomIn} context={context} icon={IconPlus} />
      <Action command={fitView} context={context} icon={IconMaximize} />
    </Group>
  );
}

interface ActionProps {
  command: Command;
  context: CommandContext;
  icon: TablerIcon;
  disabled?: boolean;
}

function Action({ command, context, icon: Icon, disabled = false }: ActionProps) {
  const keys = command.keys[0];
  return (
    <Tooltip label={keys ? `${command.label} (${formatKeys(keys)})` : command.label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        aria-label={command.label}
        disabled={disabled}
        onClick={() => runCommand(command, context)}
      >
        <Icon size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

function Zoom() {
  const { zoom } = useViewport();
  return <span className={styles.zoom}>{Math.round(zoom * 100)} %</span>;
}
