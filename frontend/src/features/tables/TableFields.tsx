import { Group, MultiSelect, SegmentedControl, Select, Stack, Text, Textarea, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { ColumnsGrid } from "./ColumnsGrid";
import { canBeEventTime } from "./columns";
import type { TableInput } from "./tables";

interface Props {
  table: TableInput;
  hasFormat: boolean;
  errors: Record<string, string>;
  readOnly: boolean;
  onChange: (table: TableInput) => void;
  actions?: ReactNode;
}

/** The form of a table: columns, event time, key and format. */
export function TableFields({ table, hasFormat, errors, readOnly, onChange, actions }: Props) {
  const names = table.columns.map((column) => column.name).filter((name) => name.trim() !== "");
  const times = table.columns.filter(canBeEventTime).map((column) => column.name);
  return (
    <Stack>
      <div>
        <Group justify="space-between" mb={6}>
          <Title order={3}>Columns</Title>
          {actions}
        </Group>
        <ColumnsGrid table={table} errors={errors} readOnly={readOnly} onChange={onChange} />
        {errors.columns && (
          <Text fz="xs" c="var(--p-bad)" mt={4} role="alert">
            {errors.columns}
          </Text>
        )}
      </div>
      <Group grow align="flex-start">
        {hasFormat && (
          <Select
            label="Event time"
            description="When the event happened; used by windows and watermarks."
            placeholder={times.length > 0 ? "None" : "No timestamp column"}
            clearable
            data={removeDuplicates(times)}
            value={table.event_time || null}
            error={errors.event_time}
            readOnly={readOnly}
            onChange={(name) => onChange({ ...table, event_time: name ?? "" })}
          />
        )}
        <MultiSelect
          label="Key"
          description="Columns that identify a row."
          placeholder={table.key.length > 0 ? undefined : "None"}
          data={removeDuplicates(names)}
          value={[...table.key]}
          error={errors.key}
          readOnly={readOnly}
          onChange={(key) => onChange({ ...table, key })}
        />
      </Group>
      {hasFormat && (
        <Stack gap={4}>
          <Text fz="sm" fw={500} id="format">
            Format of the records
          </Text>
          <SegmentedControl
            aria-labelledby="format"
            style={{ alignSelf: "flex-start" }}
            data={[
              { value: "json", label: "JSON" },
              { value: "csv", label: "CSV" },
            ]}
            value={table.format || "json"}
            readOnly={readOnly}
            onChange={(format) => onChange({ ...table, format: format as TableInput["format"] })}
          />
        </Stack>
      )}
      <Textarea
        label="Description"
        autosize
        minRows={1}
        value={table.description}
        readOnly={readOnly}
        onChange={(event) => onChange({ ...table, description: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** While columns are typed, names may be duplicated, which a select does not accept. */
const removeDuplicates = (names: readonly string[]): string[] => [...new Set(names)];
