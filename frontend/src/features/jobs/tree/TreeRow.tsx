import { Tooltip } from "@mantine/core";
import {
  IconChevronRight,
  IconFilePlus,
  IconFolder,
  IconFolderOpen,
  IconFolderPlus,
  IconFolderSymlink,
  IconLock,
  IconPencil,
  IconRoute,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import type { Instance, Tree } from "@/api/types";
import { describeState, isTransitioning, stateTone } from "@/features/instances";
import { type Action, ActionsMenu } from "@/ui/ActionsMenu";
import { notifyError } from "@/ui/notify";
import { StatusMark } from "@/ui/Status";
import css from "./JobTree.module.css";
import type { Asked } from "./TreeDialogs";
import { useChangeFolder, useChangeJob } from "./tree";
import { canDrop, type TreeItem } from "./treeRows";

interface Props {
  row: TreeItem;
  current: boolean;
  focusable: boolean;
  state: Instance | undefined;
  mayEdit: boolean;
  onOpen: () => void;
  onFocus: () => void;
  onAsk: (asked: Asked) => void;
  drag: ReturnType<typeof useTreeDrag>;
}

export function TreeRow(props: Props) {
  const { row, current, focusable, mayEdit, drag } = props;
  const folder = row.kind === "folder" ? row : undefined;
  const Icon = folder ? (folder.open ? IconFolderOpen : IconFolder) : IconRoute;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of all rows
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={current}
      aria-expanded={folder?.open}
      tabIndex={focusable ? 0 : -1}
      data-row={row.id}
      data-target={drag.target === row.id || undefined}
      className={css.row}
      style={{ paddingLeft: 6 + row.depth * 16 }}
      title={row.name}
      draggable={mayEdit}
      onClick={props.onOpen}
      onFocus={props.onFocus}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", row.name);
        drag.start(row);
      }}
      onDragEnd={drag.end}
      onDragOver={(event) => {
        if (!folder || !drag.over(folder.id)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onDrop={(event) => {
        if (!folder) return;
        event.stopPropagation();
        drag.drop(folder.id);
      }}
    >
      {folder ? <IconChevronRight size={14} className={css.chevron} /> : <span className={css.chevron} />}
      <Icon size={16} stroke={1.7} className={css.icon} />
      <span className={css.name}>{row.name}</span>
      {row.kind === "job" && <JobMarks row={row} state={props.state} />}
      {mayEdit && <RowMenu row={row} onAsk={props.onAsk} />}
    </div>
  );
}

function JobMarks({ row, state }: { row: TreeItem & { kind: "job" }; state: Instance | undefined }) {
  const { lock } = row.job;
  const holder = lock && !lock.mine && (lock.user.full_name || lock.user.username);
  return (
    <>
      {holder && (
        <Tooltip label={`${holder} edits this job`}>
          <IconLock size={13} className={css.icon} aria-label={`Locked by ${holder}`} />
        </Tooltip>
      )}
      {state && (state.desired === "running" || state.observed === "failed") && (
        <Tooltip label={`Version ${state.version} in ${state.environment}: ${describeState(state)}`}>
          <span style={{ display: "inline-flex" }}>
            <StatusMark
              size={12}
              tone={isTransitioning(state) ? "busy" : stateTone(state)}
              label={`${describeState(state)} in ${state.environment}`}
            />
          </span>
        </Tooltip>
      )}
    </>
  );
}

function RowMenu({ row, onAsk }: { row: TreeItem; onAsk: (asked: Asked) => void }) {
  const inside: Action[] = [
    { label: "New job inside", Icon: IconFilePlus, run: () => onAsk({ kind: "job", parent: row.id }) },
    {
      label: "New folder inside",
      Icon: IconFolderPlus,
      run: () => onAsk({ kind: "folder", parent: row.id }),
    },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the menu's events from the row
    <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      <ActionsMenu
        label={`Actions of ${row.name}`}
        size={22}
        className={css.more}
        actions={[
          row.kind === "folder" ? inside : [],
          [
            { label: "Rename", Icon: IconPencil, run: () => onAsk({ kind: "rename", row }) },
            { label: "Move to a folder", Icon: IconFolderSymlink, run: () => onAsk({ kind: "move", row }) },
            { label: "Delete", Icon: IconTrash, danger: true, run: () => onAsk({ kind: "delete", row }) },
          ],
        ]}
      />
    </span>
  );
}

/** Dragging rows into folders (null: the top of the tree). */
export function useTreeDrag(project: string, tree: Tree | undefined) {
  const [dragged, setDragged] = useState<TreeItem | null>(null);
  const [target, setTarget] = useState<string | null | undefined>(undefined);
  const changeJob = useChangeJob();
  const changeFolder = useChangeFolder(project);
  const fits = (into: string | null) => Boolean(dragged && tree && canDrop(tree, dragged, into));
  const end = () => {
    setDragged(null);
    setTarget(undefined);
  };
  return {
    /** The folder under the pointer, null over the top, undefined when the drop would do nothing. */
    target,
    start: setDragged,
    end,
    leave: () => setTarget(undefined),
    /** Whether the pointer is over a place where the row may be dropped. */
    over: (into: string | null): boolean => {
      if (!fits(into)) return false;
      setTarget(into);
      return true;
    },
    drop: (into: string | null) => {
      if (!dragged || !fits(into)) return end();
      const onError = (reason: unknown) => notifyError(`"${dragged.name}" was not moved`, reason);
      if (dragged.kind === "job") changeJob.mutate({ job: dragged.id, folder: into }, { onError });
      else changeFolder.mutate({ id: dragged.id, parent: into }, { onError });
      end();
    },
  };
}
