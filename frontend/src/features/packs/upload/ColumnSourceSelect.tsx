import { Group, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { canBeEventTime, tables } from "@/features/tables";
import type { PackColumn } from "../types";

interface Props {
  project: string;
  table: string | null;
  columns: readonly PackColumn[];
  eventTime: string;
  onTable: (table: string | null) => void;
  onEventTime: (name: string) => void;
}

const INFERRED = "inferred";

/** Where the columns come from, and which one is the event time. */
export function ColumnSourceSelect({ project, table, columns, eventTime, onTable, onEventTime }: Props) {
  const known = useQuery(tables(project)).data?.results ?? [];
  return (
    <Group grow align="flex-start">
      <Select
        label="Columns"
        description="With a table, every value is checked against its column's type."
        searchable={known.length > 8}
        allowDeselect={false}
        data={[
          { value: INFERRED, label: "Inferred from the file" },
          ...known.map((one) => ({ value: one.id, label: `From ${one.datasource_name} · ${one.name}` })),
        ]}
        value={table ?? INFERRED}
        onChange={(value) => onTable(value === INFERRED ? null : value)}
      />
      <Select
        label="Event time"
        description="When the event happened; tests order rows by it."
        placeholder="None"
        clearable
        data={columns.filter((one) => canBeEventTime({ ...one, description: "" })).map((one) => one.name)}
        value={eventTime || null}
        onChange={(name) => onEventTime(name ?? "")}
      />
    </Group>
  );
}
