import { Button, Group, Stack } from "@mantine/core";
import { IconTrash, IconWand } from "@tabler/icons-react";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import type { Table } from "@/api/types";
import { confirm } from "@/ui/confirm";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifyError, notifySuccess } from "@/ui/notify";
import { mergeFoundColumns, validateColumns } from "./columns";
import { TableFields } from "./TableFields";
import { type TableInput, useDeleteTable, useInferColumns, useUpdateTable } from "./tables";

interface Props {
  project: string;
  table: Table;
  readOnly: boolean;
  onDone: () => void;
}

function toInput(table: Table): TableInput {
  return {
    columns: table.columns,
    event_time: table.event_time ?? "",
    key: table.key ?? [],
    format: table.format ?? "",
    description: table.description ?? "",
  };
}

export function TableEditor({ project, table, readOnly, onDone }: Props) {
  const [input, setInput] = useState(() => toInput(table));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const change = useUpdateTable(project);
  const remove = useDeleteTable(project);
  const infer = useInferColumns(project);
  const inferColumns = () =>
    infer.mutate(
      { datasource: table.datasource, name: table.name },
      { onSuccess: (columns) => setInput((current) => mergeFoundColumns(columns, current)) },
    );
  const save = () => {
    const found = validateColumns(input.columns);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    change.mutate(
      { id: table.id, ...input },
      {
        onSuccess: () => {
          notifySuccess(`Table "${table.name}" is saved.`);
          onDone();
        },
        onError: (error) => setErrors(fieldErrors(error)),
      },
    );
  };
  const confirmAndRemove = async () => {
    const yes = await confirm({
      title: `Remove the table "${table.name}"?`,
      children:
        "Only its description in Penstock is removed. The topic or database table itself is not changed.",
      action: "Remove the table",
      danger: true,
    });
    if (!yes) return;
    remove.mutate(table.id, {
      onSuccess: onDone,
      onError: (error) => notifyError(`"${table.name}" was not removed`, error),
    });
  };
  return (
    <Stack>
      <TableFields
        table={input}
        hasFormat={table.format !== ""}
        errors={errors}
        readOnly={readOnly}
        onChange={setInput}
        actions={
          !readOnly && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconWand size={14} />}
              loading={infer.isPending}
              onClick={inferColumns}
            >
              Infer the columns again
            </Button>
          )
        }
      />
      {infer.isError && <ErrorAlert title="The columns could not be inferred" error={infer.error} />}
      {change.isError && <ErrorAlert title="Not saved" error={change.error} />}
      {!readOnly && (
        <Group justify="space-between">
          <Button
            variant="subtle"
            color="coral"
            leftSection={<IconTrash size={15} />}
            onClick={() => void confirmAndRemove()}
          >
            Remove the table
          </Button>
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={onDone}>
              Cancel
            </Button>
            <Button onClick={save} loading={change.isPending}>
              Save
            </Button>
          </Group>
        </Group>
      )}
    </Stack>
  );
}
