import type { KeyboardEvent } from "react";
import css from "./DataTable.module.css";

interface Props {
  columns: readonly { name: string; type?: string }[];
  rows: readonly Record<string, unknown>[];
}

const NUMERIC = /^(TINYINT|SMALLINT|INT|INTEGER|BIGINT|DECIMAL|NUMERIC|FLOAT|DOUBLE)/i;

/** A value as text: objects as JSON, nothing as null. */
export function formatCell(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Rows as a grid with the type under each name. For up to some hundreds of rows. */
export function DataTable({ columns, rows }: Props) {
  return (
    <div className={css.frame}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th key={name} scope="col">
                {name}
                {type && <span className={css.type}>{type}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sample rows have no identity
            <tr key={index}>
              {columns.map(({ name, type }) => {
                const value = row[name];
                return (
                  <td
                    key={name}
                    title={formatCell(value)}
                    data-null={value === null || value === undefined || undefined}
                    data-numeric={NUMERIC.test(type ?? "") || undefined}
                  >
                    {formatCell(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={css.none}>No rows</p>}
    </div>
  );
}

/** Makes a table row open something: by click, and by Enter when it has the focus. */
export function rowLink(open: () => void) {
  return {
    "data-link": true,
    tabIndex: 0,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && event.target === event.currentTarget) open();
    },
  };
}
