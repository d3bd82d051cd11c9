import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ColumnsGrid, guessEventTime, type TableInput, validateColumns } from "@/features/tables";
import type { PackColumn } from "../types";

interface Props {
  opened: boolean;
  columns: readonly PackColumn[];
  eventTime: string;
  onClose: () => void;
  onDone: (columns: PackColumn[], eventTime: string) => void;
}

/** Names and types of custom columns. */
export function ColumnsDialog(props: Props) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title="Columns"
      size={640}
      closeOnClickOutside={false}
    >
      {props.opened && <ColumnsForm {...props} />}
    </Modal>
  );
}

function ColumnsForm({ columns, eventTime, onClose, onDone }: Props) {
  const [table, setTable] = useState<TableInput>(() => ({
    columns: columns.length > 0 ? columns.map((one) => ({ ...one })) : [{ name: "", type: "STRING" }],
    event_time: eventTime,
    key: [],
    format: "",
    description: "",
  }));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const submit = () => {
    const found = validateColumns(table.columns);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const trimmed = table.columns.map(({ name, type }) => ({ name: name.trim(), type: type.trim() }));
    onDone(trimmed, table.event_time || guessEventTime(trimmed));
  };
  return (
    <Stack>
      <ColumnsGrid table={table} errors={errors} readOnly={false} hideDescriptions onChange={setTable} />
      {errors.columns && (
        <Text fz="xs" c="var(--p-bad)" role="alert">
          {errors.columns}
        </Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={submit}>Use these columns</Button>
      </Group>
    </Stack>
  );
}
