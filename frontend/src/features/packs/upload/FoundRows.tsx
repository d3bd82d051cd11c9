import { Autocomplete, Text, TextInput } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { COMMON_TYPES } from "@/features/tables/columns";
import { cellText } from "@/ui/DataTable";
import type { PackColumn } from "../types";
import css from "./Upload.module.css";

interface Props {
  columns: readonly PackColumn[];
  rows: readonly Record<string, unknown>[];
  eventTime: string;
  /** Names come from the file's first row, or are free when it has none. */
  namesFree: boolean;
  /** While an answer to the latest change is under way, what is shown is the former one. */
  stale: boolean;
  /** Without it the columns are fixed: those of a table, or of a pack. */
  onChange?: (columns: PackColumn[]) => void;
}

/** The first rows as they would be stored, under columns whose types can be told otherwise. */
export function FoundRows({ columns, rows, eventTime, namesFree, stale, onChange }: Props) {
  const change = (index: number, part: Partial<PackColumn>) =>
    onChange?.(columns.map((column, at) => (at === index ? { ...column, ...part } : column)));
  return (
    <div className={css.sample} data-stale={stale || undefined}>
      <table aria-label="First rows">
        <thead>
          <tr>
            {columns.map(({ name, type }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column's name may be what is edited here
              <th key={index} scope="col">
                {namesFree && onChange ? (
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
                <td key={name} data-null={row[name] === null || undefined} title={cellText(row[name])}>
                  {cellText(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <Text fz="sm" c="dimmed" p="md" ta="center">
          No row of it can be read yet.
        </Text>
      )}
    </div>
  );
}
