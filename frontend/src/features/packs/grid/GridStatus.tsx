import { Button, Group, Text } from "@mantine/core";
import { StatusMark } from "@/ui/Status";
import { countFilledRows, selectCell } from "./model";
import { findNextError, type GridCheck } from "./useGridCheck";
import type { GridEditorApi } from "./useGridEditor";

interface Props {
  editor: GridEditorApi;
  check: GridCheck;
}

/** Below the grid: the error of the active cell, and the numbers of errors and rows. */
export function GridStatus({ editor, check }: Props) {
  const { grid, selection } = editor.editing;
  const { row, column } = selection.from;
  const activeColumn = grid.columns[column];
  const rowErrors = check.cellErrors.get(grid.rows[row]?.id ?? -1);
  const error = rowErrors?.get(activeColumn?.name ?? "") ?? rowErrors?.get("") ?? check.messages[0];
  const goToNext = () => {
    const next = findNextError(grid, check.cellErrors, selection.from);
    if (next) editor.select(selectCell(next));
    editor.focus();
  };
  const rows = countFilledRows(editor.grid);
  return (
    <Group gap="sm" wrap="nowrap" mih={30}>
      <Text fz="xs" c="dimmed" ff="monospace" style={{ whiteSpace: "nowrap" }}>
        {activeColumn && `${row + 1} · ${activeColumn.name} ${activeColumn.type}`}
      </Text>
      <Group gap={6} wrap="nowrap" flex={1} miw={0} role="status">
        {error && (
          <>
            <StatusMark tone="bad" label="Error" />
            <Text fz="sm" c="var(--p-bad)" truncate title={error}>
              {error}
            </Text>
          </>
        )}
      </Group>
      {check.errorCount > 0 && (
        <Button variant="light" color="coral" size="compact-xs" onClick={goToNext}>
          {check.errorCount === 1 ? "1 error" : `${check.errorCount} errors`}: go to the next
        </Button>
      )}
      <Text fz="xs" c="dimmed" className="p-figure" style={{ whiteSpace: "nowrap" }}>
        {rows === 1 ? "1 row" : `${rows} rows`}
      </Text>
    </Group>
  );
}
