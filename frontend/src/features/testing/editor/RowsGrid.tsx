import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Row, RunColumn } from "../types";
import { formatCell, parseCell } from "./cells";
import styles from "./RowsGrid.module.css";

interface Props {
  columns: readonly RunColumn[];
  rows: readonly Row[];
  onChange: (rows: readonly Row[]) => void;
}

/** A grid of text fields for rows. Tab moves from cell to cell. */
export function RowsGrid({ columns, rows, onChange }: Props) {
  const setCell = (at: number, column: RunColumn, text: string) =>
    onChange(
      rows.map((row, place) =>
        place === at ? { ...row, [column.name]: parseCell(text, column.type) } : row,
      ),
    );
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.grid}>
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th key={name} scope="col">
                  {name}
                  <span>{type}</span>
                </th>
              ))}
              <th aria-label="Delete" />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column.name}>
                    <input
                      aria-label={`${column.name} of row ${at + 1}`}
                      placeholder="NULL"
                      spellCheck={false}
                      value={formatCell(row[column.name])}
                      onChange={(event) => setCell(at, column, event.currentTarget.value)}
                    />
                  </td>
                ))}
                <td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    aria-label={`Delete row ${at + 1}`}
                    onClick={() => onChange(rows.filter((_, place) => place !== at))}
                  >
                    <IconTrash size={14} />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        mt="xs"
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...rows, Object.fromEntries(columns.map(({ name }) => [name, null]))])}
      >
        Add a row
      </Button>
    </>
  );
}
