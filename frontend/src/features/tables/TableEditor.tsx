import { Button, Group, Stack } from "@mantine/core";
import { IconTrash, IconWand } from "@tabler/icons-react";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import type { Table } from "@/api/types";
import { confirm } from "@/ui/confirm";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifyError, notifySuccess } from "@/ui/notify";
import { adopted, columnFaults } from "./columns";
import { TableFields } from "./TableFields";
import { type TableInput, useChangeTable, useDeleteTable, useInfer } from "./tables";

interface Props {
  project: string;
  table: Table;
  readOnly: boolean;
  onDone: () => void;
}

function inputOf(table: Table): TableInput {
  return {
    columns: table.columns,
    event_time: table.event_time ?? "",
    key: table.key ?? [],
    format: table.format ?? "",
    description: table.description ?? "",
  };
}

export function TableEditor({ project, table, readOnly, onDone }: Props) {
  const [input, setInput] = useState(() => inputOf(table));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const change = useChangeTable(project);
  const remove = useDeleteTable(project);
  const infer = useInfer(project);
  const find = () =>
    infer.mutate(
      { datasource: table.datasource, name: table.name },
      { onSuccess: (found) => setInput((before) => adopted(found, before)) },
    );
  const save = () => {
    const faults = columnFaults(input.columns);
    setErrors(faults);
    if (Object.keys(faults).length > 0) return;
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
  const forget = async () => {
    const yes = await confirm({
      title: `Forget the table "${table.name}"?`,
      children: "Only its description here goes. The topic or table in the store stays as it is.",
      action: "Forget the table",
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
        kafka={table.format !== ""}
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
              onClick={find}
            >
              Find the columns again
            </Button>
          )
        }
      />
      {infer.isError && <ErrorAlert title="The columns could not be found" error={infer.error} />}
      {change.isError && <ErrorAlert title="Not saved" error={change.error} />}
      {!readOnly && (
        <Group justify="space-between">
          <Button
            variant="subtle"
            color="coral"
            leftSection={<IconTrash size={15} />}
            onClick={() => void forget()}
          >
            Forget the table
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
