import { Autocomplete, Button, Divider, Group, Select, Stack, Text } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import type { Datasource } from "@/api/types";
import { datasourceKinds, storeContents } from "@/features/datasources";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { mergeFoundColumns, validateColumns } from "./columns";
import { TableFields } from "./TableFields";
import { type TableInput, useCreateTable, useInferColumns } from "./tables";

/** Before a data source is chosen, it is unknown what it holds. */
const NAME_LABELS = { topics: "Topic", tables: "Table", unknown: "Topic or table" };
const READ_COLUMNS = {
  topics: "Infer the columns from its records",
  tables: "Read the columns from the database",
  unknown: "Read the columns",
};

interface Props {
  project: string;
  datasources: readonly Datasource[];
  onDone: () => void;
}

const EMPTY_TABLE: TableInput = { columns: [], event_time: "", key: [], format: "json", description: "" };

/** Registers a topic or table, with inferred or typed columns. */
export function NewTableForm({ project, datasources, onDone }: Props) {
  const [datasource, setDatasource] = useState<Datasource | null>(
    datasources.length === 1 ? (datasources[0] ?? null) : null,
  );
  const [name, setName] = useState("");
  const [table, setTable] = useState<TableInput>(EMPTY_TABLE);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const create = useCreateTable(project);
  const infer = useInferColumns(project);
  const kind = useQuery(datasourceKinds).data?.find((one) => one.kind === datasource?.kind);
  const hasFormat = kind?.holds === "topics";

  const inferColumns = () => {
    if (!datasource || !name.trim()) return setErrors({ name: "Choose a topic or table first." });
    infer.mutate(
      { datasource: datasource.id, name: name.trim() },
      { onSuccess: (columns) => setTable((current) => mergeFoundColumns(columns, current)) },
    );
  };
  const save = () => {
    const found = validateColumns(table.columns);
    if (!datasource) found.datasource = "Choose a data source.";
    if (!name.trim()) found.name = "Choose or type a name.";
    setErrors(found);
    if (!datasource || Object.keys(found).length > 0) return;
    create.mutate(
      { ...table, format: hasFormat ? table.format : "", datasource: datasource.id, name: name.trim() },
      {
        onSuccess: () => {
          notifySuccess(`Table "${name.trim()}" is saved.`);
          onDone();
        },
        onError: (error) => setErrors(fieldErrors(error)),
      },
    );
  };
  return (
    <Stack>
      <Group grow align="flex-start">
        <Select
          label="Data source"
          required
          data-autofocus
          data={datasources.map((one) => ({ value: one.id, label: one.name }))}
          value={datasource?.id ?? null}
          error={errors.datasource}
          onChange={(id) => setDatasource(datasources.find((one) => one.id === id) ?? null)}
        />
        <NameField
          project={project}
          datasource={datasource}
          holds={kind?.holds}
          name={name}
          error={errors.name}
          onChange={setName}
        />
      </Group>
      <Group gap="sm">
        <Button
          variant="light"
          leftSection={<IconWand size={15} />}
          loading={infer.isPending}
          disabled={!datasource || !name.trim()}
          onClick={inferColumns}
        >
          {READ_COLUMNS[kind?.holds ?? "unknown"]}
        </Button>
        <Text fz="xs" c="dimmed">
          Or type them below. The data source is not changed, and no records are consumed.
        </Text>
      </Group>
      {infer.isError && <ErrorAlert title="The columns could not be inferred" error={infer.error} />}
      <Divider />
      <TableFields table={table} hasFormat={hasFormat} errors={errors} readOnly={false} onChange={setTable} />
      {create.isError && <ErrorAlert title="Not saved" error={create.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" onClick={onDone}>
          Cancel
        </Button>
        <Button onClick={save} loading={create.isPending}>
          Save the table
        </Button>
      </Group>
    </Stack>
  );
}

interface NameProps {
  project: string;
  datasource: Datasource | null;
  /** Undefined before a data source is chosen. */
  holds: "topics" | "tables" | undefined;
  name: string;
  error: string | undefined;
  onChange: (name: string) => void;
}

function NameField({ project, datasource, holds, name, error, onChange }: NameProps) {
  const { data, error: unreachable } = useQuery({
    ...storeContents(project, datasource?.id ?? "", holds ?? "topics"),
    enabled: datasource !== null && holds !== undefined,
  });
  return (
    <Autocomplete
      label={NAME_LABELS[holds ?? "unknown"]}
      required
      disabled={!datasource}
      data={data ?? []}
      limit={50}
      value={name}
      onChange={onChange}
      error={error}
      description={unreachable ? "The names cannot be listed now; type the name." : undefined}
    />
  );
}
