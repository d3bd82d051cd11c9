import { formatCell } from "@/ui/DataTable";
import type { Column, Row } from "../types";
import styles from "./Rows.module.css";

interface Props {
  columns: readonly Column[];
  rows: readonly Row[];
  /** Rows that come or go, where the table shows a change. */
  mark?: "come" | "gone";
}

const SIGNS = { come: ["+", "added"], gone: ["−", "removed"] } as const;

/** Rows, at most a hundred of them. */
export function TableView({ columns, rows, mark }: Props) {
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <thead>
          <tr>
            {mark && <th aria-label="Change" />}
            {columns.map(({ name, type }) => (
              <th key={name} scope="col">
                {name}
                <span>{type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 100).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity
            <tr key={at} data-sort={mark === "come" ? "unexpected" : mark === "gone" ? "missing" : undefined}>
              {mark && (
                <td>
                  <span className={styles.sign} role="img" aria-label={SIGNS[mark][1]}>
                    {SIGNS[mark][0]}
                  </span>
                </td>
              )}
              {columns.map(({ name }) => (
                <td key={name} data-null={(row[name] ?? null) === null || undefined}>
                  {formatCell(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > 100 && <p className={styles.none}>and {rows.length - 100} more</p>}
    </div>
  );
}
