import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ColumnsGrid } from "@/features/tables/ColumnsGrid";
import { columnFaults, guessedTime } from "@/features/tables/columns";
import type { TableInput } from "@/features/tables/tables";
import type { PackColumn } from "../types";

interface Props {
  opened: boolean;
  columns: readonly PackColumn[];
  eventTime: string;
  onClose: () => void;
  onDone: (columns: PackColumn[], eventTime: string) => void;
}

/** Columns that no table has: their names and types. */
export function ColumnsDialog(props: Props) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title="Columns"
      size={640}
      closeOnClickOutside={false}
    >
      {props.opened && <Columns {...props} />}
    </Modal>
  );
}

function Columns({ columns, eventTime, onClose, onDone }: Props) {
  const [table, setTable] = useState<TableInput>(() => ({
    columns: columns.length > 0 ? columns.map((one) => ({ ...one })) : [{ name: "", type: "STRING" }],
    event_time: eventTime,
    key: [],
    format: "",
    description: "",
  }));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const done = () => {
    const faults = columnFaults(table.columns);
    setErrors(faults);
    if (Object.keys(faults).length > 0) return;
    const named = table.columns.map(({ name, type }) => ({ name: name.trim(), type: type.trim() }));
    onDone(named, table.event_time || guessedTime(named));
  };
  return (
    <Stack>
      <ColumnsGrid table={table} errors={errors} readOnly={false} plain onChange={setTable} />
      {errors.columns && (
        <Text fz="xs" c="var(--p-bad)" role="alert">
          {errors.columns}
        </Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={done}>Use these columns</Button>
      </Group>
    </Stack>
  );
}
