import { Text } from "@mantine/core";
import type { Preview } from "@/canvas/model/hostServices";
import styles from "./SampleTable.module.css";

/** Rows as a table with each column's type; what is no plain value is shown as JSON. */
export function SampleTable({ columns, rows }: Preview) {
  if (rows.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        There are no rows here yet.
      </Text>
    );
  }
  return (
    <div className={styles.box}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col">
                {column.name}
                <span>{column.type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity
            <tr key={at}>
              {columns.map((column) => (
                <td key={column.name} data-number={typeof row[column.name] === "number" || undefined}>
                  {formatCell(row[column.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function formatCell(value: unknown) {
  if (value === null || value === undefined) return <i>null</i>;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
