import { Group, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { mayBeTime } from "@/features/tables/columns";
import { tables } from "@/features/tables/tables";
import type { PackColumn } from "../types";

interface Props {
  project: string;
  table: string | null;
  columns: readonly PackColumn[];
  eventTime: string;
  onTable: (table: string | null) => void;
  onEventTime: (name: string) => void;
}

const FOUND = "found";

/** Where the columns come from, and which of them is the event time. */
export function ColumnsChoice({ project, table, columns, eventTime, onTable, onEventTime }: Props) {
  const known = useQuery(tables(project)).data?.results ?? [];
  return (
    <Group grow align="flex-start">
      <Select
        label="Columns"
        description="A table's columns and types are checked value by value."
        searchable={known.length > 8}
        allowDeselect={false}
        data={[
          { value: FOUND, label: "As found in the file" },
          ...known.map((one) => ({ value: one.id, label: `As of ${one.datasource_name} · ${one.name}` })),
        ]}
        value={table ?? FOUND}
        onChange={(value) => onTable(value === FOUND ? null : value)}
      />
      <Select
        label="Event time"
        description="When the thing happened; tests send rows by it."
        placeholder="None"
        clearable
        data={columns.filter((one) => mayBeTime({ ...one, description: "" })).map((one) => one.name)}
        value={eventTime || null}
        onChange={(name) => onEventTime(name ?? "")}
      />
    </Group>
  );
}
