import { ActionIcon, Autocomplete, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef } from "react";
import css from "./ColumnsGrid.module.css";
import { COMMON_TYPES, withColumn, withoutColumn } from "./columns";
import type { TableInput } from "./tables";

interface Props {
  table: TableInput;
  errors: Record<string, string>;
  readOnly: boolean;
  /** Shows names and types only. */
  hideDescriptions?: boolean;
  onChange: (table: TableInput) => void;
}

/** Editable columns with name, type and description. Enter adds a column. */
export function ColumnsGrid({ table, errors, readOnly, hideDescriptions = false, onChange }: Props) {
  const grid = useRef<HTMLTableSectionElement>(null);
  const add = () => {
    onChange({ ...table, columns: [...table.columns, { name: "", type: "STRING", description: "" }] });
    // The new row exists after the next paint.
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLInputElement>("tr:last-child input")?.focus(),
    );
  };
  return (
    <div className={css.frame}>
      <table className={css.grid}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            {!hideDescriptions && <th scope="col">Description</th>}
            <th aria-label="Remove" />
          </tr>
        </thead>
        <tbody
          ref={grid}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !readOnly && !event.defaultPrevented) add();
          }}
        >
          {table.columns.map((column, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the name of a column is edited here
            <tr key={index}>
              <td>
                <TextInput
                  aria-label={`Name of column ${index + 1}`}
                  variant="unstyled"
                  ff="monospace"
                  value={column.name}
                  readOnly={readOnly}
                  error={errors[`columns.${index}.name`]}
                  onChange={(event) =>
                    onChange(withColumn(table, index, { name: event.currentTarget.value }))
                  }
                />
              </td>
              <td>
                <Autocomplete
                  aria-label={`Type of column ${index + 1}`}
                  variant="unstyled"
                  data={COMMON_TYPES}
                  value={column.type}
                  readOnly={readOnly}
                  error={errors[`columns.${index}.type`]}
                  onChange={(type) => onChange(withColumn(table, index, { type }))}
                />
              </td>
              <td hidden={hideDescriptions}>
                <TextInput
                  aria-label={`Description of column ${index + 1}`}
                  variant="unstyled"
                  value={column.description ?? ""}
                  readOnly={readOnly}
                  onChange={(event) =>
                    onChange(withColumn(table, index, { description: event.currentTarget.value }))
                  }
                />
              </td>
              <td>
                {!readOnly && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    aria-label={`Remove column ${column.name || index + 1}`}
                    onClick={() => onChange(withoutColumn(table, index))}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!readOnly && (
        <Button variant="subtle" size="compact-sm" m={6} leftSection={<IconPlus size={14} />} onClick={add}>
          Add a column
        </Button>
      )}
    </div>
  );
}
