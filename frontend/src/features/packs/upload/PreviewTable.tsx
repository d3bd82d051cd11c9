import { Autocomplete, Text, TextInput } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { COMMON_TYPES } from "@/features/tables";
import { formatCell } from "@/ui/DataTable";
import type { PackColumn } from "../types";
import css from "./Upload.module.css";

interface Props {
  columns: readonly PackColumn[];
  rows: readonly Record<string, unknown>[];
  eventTime: string;
  /** Whether names can be edited, because the file has no header. */
  namesEditable: boolean;
  /** Whether the rows are outdated, because the latest change is still being processed. */
  stale: boolean;
  /** Undefined when the columns of a table or a pack are fixed. */
  onChange?: (columns: PackColumn[]) => void;
}

/** The first rows as they would be stored, with editable column types. */
export function PreviewTable({ columns, rows, eventTime, namesEditable, stale, onChange }: Props) {
  const change = (index: number, part: Partial<PackColumn>) =>
    onChange?.(columns.map((column, at) => (at === index ? { ...column, ...part } : column)));
  return (
    <div className={css.sample} data-stale={stale || undefined}>
      <table aria-label="First rows">
        <thead>
          <tr>
            {columns.map(({ name, type }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column's name may be edited here
              <th key={index} scope="col">
                {namesEditable && onChange ? (
                  <TextInput
                    aria-label={`Name of column ${index + 1}`}
                    variant="unstyled"
                    size="xs"
                    px={8}
                    fw={600}
                    defaultValue={name}
                    onBlur={(event) => change(index, { name: event.currentTarget.value.trim() || name })}
                  />
                ) : (
                  <span className={css.name}>
                    {name === eventTime && <IconClock size={13} color="var(--p-busy)" />}
                    {name}
                  </span>
                )}
                {onChange ? (
                  <Autocomplete
                    key={type}
                    aria-label={`Type of ${name}`}
                    variant="unstyled"
                    size="xs"
                    px={8}
                    classNames={{ input: css.type }}
                    data={COMMON_TYPES}
                    defaultValue={type}
                    onOptionSubmit={(value) => change(index, { type: value })}
                    onBlur={(event) => {
                      const value = event.currentTarget.value.trim();
                      if (value && value !== type) change(index, { type: value });
                    }}
                  />
                ) : (
                  <Text fz={11} ff="monospace" c="dimmed" px={8} pb={4}>
                    {type}
                  </Text>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sample rows have no identity
            <tr key={index}>
              {columns.map(({ name }) => (
                <td key={name} data-null={row[name] === null || undefined} title={formatCell(row[name])}>
                  {formatCell(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <Text fz="sm" c="dimmed" p="md" ta="center">
          No row can be read yet.
        </Text>
      )}
    </div>
  );
}
