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
export function Controls({ desk }: { desk: CommandContext }) {
  const readOnly = useStore(desk.canvas.store, (state) => state.readOnly);
  const past = useStore(desk.canvas.store.temporal, (state) => state.pastStates.length);
  const future = useStore(desk.canvas.store.temporal, (state) => state.futureStates.length);
  const empty = useStore(desk.canvas.store, (state) => state.graph.nodes.length < 2);
  return (
    <Group className={styles.bar} gap={2} role="toolbar" aria-label="Canvas">
      {!readOnly && (
        <>
          <Action command={undo} desk={desk} icon={IconArrowBackUp} disabled={past === 0} />
          <Action command={redo} desk={desk} icon={IconArrowForwardUp} disabled={future === 0} />
          <Action command={addNoteCommand} desk={desk} icon={IconNote} />
          <Action command={autoLayout} desk={desk} icon={IconLayoutDistributeVertical} disabled={empty} />
          <span className={styles.gap} />
        </>
      )}
      <Action command={zoomOut} desk={desk} icon={IconMinus} />
      <Zoom />
      <Action command={zoomIn} desk={desk} icon={IconPlus} />
      <Action command={fitView} desk={desk} icon={IconMaximize} />
    </Group>
  );
}

interface ActionProps {
  command: Command;
  desk: CommandContext;
  icon: TablerIcon;
  disabled?: boolean;
}

function Action({ command, desk, icon: Icon, disabled = false }: ActionProps) {
  const keys = command.keys[0];
  return (
    <Tooltip label={keys ? `${command.label} (${formatKeys(keys)})` : command.label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        aria-label={command.label}
        disabled={disabled}
        onClick={() => runCommand(command, desk)}
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
