import { Button, Group, Text } from "@mantine/core";
import { StatusMark } from "@/ui/Status";
import { nextMark } from "./marks";
import { at, filledCount } from "./model";
import type { GridCheck } from "./useGridCheck";
import type { GridEditor } from "./useGridEditor";

interface Props {
  editor: GridEditor;
  check: GridCheck;
}

/** Under the grid: what is wrong with the active cell, and how many faults and rows there are. */
export function GridStatus({ editor, check }: Props) {
  const { grid, selection } = editor.editing;
  const { row, column } = selection.from;
  const here = grid.columns[column];
  const of = check.marks.get(grid.rows[row]?.id ?? -1);
  const fault = of?.get(here?.name ?? "") ?? of?.get("") ?? check.said[0];
  const goOn = () => {
    const next = nextMark(grid, check.marks, selection.from);
    if (next) editor.select(at(next));
    editor.focus();
  };
  const rows = filledCount(editor.grid);
  return (
    <Group gap="sm" wrap="nowrap" mih={30}>
      <Text fz="xs" c="dimmed" ff="monospace" style={{ whiteSpace: "nowrap" }}>
        {here && `${row + 1} · ${here.name} ${here.type}`}
      </Text>
      <Group gap={6} wrap="nowrap" flex={1} miw={0} role="status">
        {fault && (
          <>
            <StatusMark tone="bad" label="Fault" />
            <Text fz="sm" c="var(--p-bad)" truncate title={fault}>
              {fault}
            </Text>
          </>
        )}
      </Group>
      {check.faults > 0 && (
        <Button variant="light" color="coral" size="compact-xs" onClick={goOn}>
          {check.faults === 1 ? "1 fault" : `${check.faults} faults`}: go to the next
        </Button>
      )}
      <Text fz="xs" c="dimmed" className="p-figure" style={{ whiteSpace: "nowrap" }}>
        {rows === 1 ? "1 row" : `${rows} rows`}
      </Text>
    </Group>
  );
}
