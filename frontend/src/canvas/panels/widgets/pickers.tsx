/** Widgets that offer what exists: data sources, topics, tables, columns. */

import { Autocomplete, Group, Loader, MultiSelect, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { TableChoice } from "@/canvas/model/hostServices";
import { useCanvasContext } from "@/canvas/view/context";
import { inputProps, type WidgetProps } from "@/ui/form";
import { useColumns } from "./nodeContext";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const orUnset = (value: string | null): string | undefined =>
  value === null || value === "" ? undefined : value;

/** One of the project's data sources of the kinds that the declaration names. */
export function DatasourceWidget(props: WidgetProps) {
  const { services } = useCanvasContext();
  const kinds = (props.field.argument ?? "").split(",").filter(Boolean);
  const { data, isPending, error } = useQuery(services.datasources(kinds));
  const known = data ?? [];
  const value = text(props.value);
  const missing = value !== "" && data !== undefined && !known.some((choice) => choice.name === value);
  const options = known.map(({ name, detail }) => ({
    value: name,
    label: detail ? `${name} (${detail})` : name,
  }));
  return (
    <Select
      {...inputProps(props)}
      placeholder={known.length === 0 && !isPending ? "The project has none of this kind" : "Choose one"}
      data={missing ? [...options, { value, label: `${value} (not in this project)` }] : options}
      value={value || null}
      onChange={(next) => props.onChange(orUnset(next))}
      error={props.error ?? (error ? error.message : undefined)}
      rightSection={isPending ? <Loader size="xs" /> : undefined}
      searchable
      allowDeselect={false}
    />
  );
}

/** A topic or table of the data source chosen above; any other name may be typed. */
export function TableWidget(props: WidgetProps) {
  const { services } = useCanvasContext();
  const datasource = text(props.values.datasource);
  const { data, isFetching, error } = useQuery({
    ...services.tables(datasource),
    enabled: datasource !== "",
  });
  const byName = new Map((data ?? []).map((choice) => [choice.name, choice]));
  return (
    <Autocomplete
      {...inputProps(props)}
      placeholder={datasource === "" ? "Choose the data source first" : "Choose one, or type a name"}
      data={[...byName.keys()]}
      value={text(props.value)}
      onChange={(next) => props.onChange(orUnset(next))}
      renderOption={({ option }) => <TableOption choice={byName.get(option.value)} name={option.value} />}
      rightSection={isFetching ? <Loader size="xs" /> : undefined}
      error={props.error}
      description={error ? `The list can't be loaded: ${error.message}` : props.field.description}
      limit={200}
    />
  );
}

function TableOption({ choice, name }: { choice: TableChoice | undefined; name: string }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" w="100%">
      <Text fz="sm" truncate>
        {name}
      </Text>
      <Text fz="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        {choice?.detail}
      </Text>
    </Group>
  );
}

/** `left_time` asks for a column of the input `left`. */
export function portOfField(field: string): string | undefined {
  return /^(left|right)_/.exec(field)?.[1];
}

/** One column of the input; any name may be typed, since columns are known only after a check. */
export function ColumnWidget(props: WidgetProps) {
  const columns = useColumns(portOfField(props.field.name));
  return (
    <Autocomplete
      {...inputProps(props)}
      data={columns.map((column) => column.name)}
      value={text(props.value)}
      onChange={(next) => props.onChange(orUnset(next))}
      renderOption={({ option }) => {
        const column = columns.find((candidate) => candidate.name === option.value);
        return (
          <TableOption
            name={option.value}
            choice={{ name: option.value, detail: column?.type ?? "", columns: [] }}
          />
        );
      }}
    />
  );
}

/** Several columns of the input. */
export function ColumnsWidget(props: WidgetProps) {
  const columns = useColumns();
  const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
  const names = columns.map((column) => column.name);
  return (
    <MultiSelect
      {...inputProps(props)}
      placeholder={chosen.length === 0 ? "Choose columns" : ""}
      data={[...new Set([...names, ...chosen])]}
      value={chosen}
      onChange={(next) => props.onChange(next.length > 0 ? next : undefined)}
      nothingFoundMessage={names.length === 0 ? "Connect the input to see its columns" : "No such column"}
      searchable
      hidePickedOptions
    />
  );
}
