import { Button, Divider, Group, Text } from "@mantine/core";
import { IconCopyPlus, IconRowInsertBottom, IconRowRemove } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useHelpLines } from "@/ui/shortcuts";
import { UndoRedoButtons } from "@/ui/UndoRedoButtons";
import css from "./GridEditor.module.css";
import { GridStatus } from "./GridStatus";
import { MAX_ROWS } from "./model";
import { PackGrid } from "./PackGrid";
import type { GridCheck } from "./useGridCheck";
import type { GridEditorApi } from "./useGridEditor";

/** A page with the height of the window: the grid scrolls, not the page. */
export function GridFrame({ children }: { children: ReactNode }) {
  return <main className={css.frame}>{children}</main>;
}

interface Props {
  editor: GridEditorApi;
  check: GridCheck;
  label: string;
  eventTime: string;
}

/** The grid with its toolbar above and its errors below. */
export function GridEditor({ editor, check, label, eventTime }: Props) {
  return (
    <div className={css.editor}>
      <GridToolbar editor={editor} />
      <PackGrid editor={editor} cellErrors={check.cellErrors} label={label} eventTime={eventTime} />
      <GridStatus editor={editor} check={check} />
    </div>
  );
}

const HELP = [
  { label: "Next cell, previous cell", group: "Grid", ways: ["Tab", "Shift+Tab"] },
  { label: "Edit the cell, or type over it", group: "Grid", ways: ["Enter", "F2"] },
  { label: "New line within a cell", group: "Grid", ways: ["Alt+Enter"] },
  { label: "Set the selected cells to NULL", group: "Grid", ways: ["Delete"] },
  { label: "Extend the selection", group: "Grid", ways: ["Shift+arrows"] },
  { label: "Go to the first or last cell", group: "Grid", ways: ["Ctrl+arrows"] },
  { label: "Copy, cut, paste cells", group: "Grid", ways: ["Ctrl+C", "Ctrl+X", "Ctrl+V"] },
  { label: "Undo, redo", group: "Grid", ways: ["Ctrl+Z", "Ctrl+Y"] },
] as const;

/** The row commands of the grid as buttons. */
export function GridToolbar({ editor }: { editor: GridEditorApi }) {
  useHelpLines(HELP);
  const { editing, range, grid } = editor;
  const andFocus = (act: () => void) => () => {
    act();
    editor.focus();
  };
  const count = range.bottom - range.top + 1;
  const rows = count === 1 ? "row" : `${count} rows`;
  const full = grid.rows.length >= MAX_ROWS;
  return (
    <Group gap={6} role="toolbar" aria-label="Rows">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRowInsertBottom size={15} />}
        disabled={full}
        onClick={andFocus(() => editor.add())}
      >
        Add a row
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconCopyPlus size={15} />}
        disabled={full}
        onClick={andFocus(editor.duplicate)}
      >
        Duplicate {rows}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRowRemove size={15} />}
        onClick={andFocus(editor.remove)}
      >
        Remove {rows}
      </Button>
      <Divider orientation="vertical" mx={4} />
      <UndoRedoButtons
        canUndo={editing.past.length > 0 || editor.draft !== null}
        canRedo={editing.future.length > 0}
        onUndo={andFocus(editor.undo)}
        onRedo={andFocus(editor.redo)}
      />
      <Text fz="xs" c="dimmed" ml="auto">
        Type, or paste cells from a spreadsheet. Press ? outside the grid for its shortcuts.
      </Text>
    </Group>
  );
}
