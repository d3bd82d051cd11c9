import { formatCell } from "@/ui/DataTable";
import type { Row, RowChange, RunColumn } from "../types";
import styles from "./Rows.module.css";

interface Props {
  columns: readonly RunColumn[];
  rows: readonly Row[];
  /** Badges all rows as added or removed. */
  mark?: "added" | "removed";
}

const LINE_KINDS = { added: "unexpected", removed: "missing" } as const;
const MARK_SIGNS = { added: "+", removed: "−" } as const;

/** A table of rows, at most one hundred of them. */
export function RowsTable({ columns, rows, mark }: Props) {
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
            <tr key={at} data-sort={mark && LINE_KINDS[mark]}>
              {mark && (
                <td>
                  <span className={styles.sign} role="img" aria-label={mark}>
                    {MARK_SIGNS[mark]}
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

const CHANGE_KINDS: Record<RowChange["kind"], readonly [sign: string, label: string]> = {
  "+I": ["+I", "inserted"],
  "-U": ["−U", "before an update"],
  "+U": ["+U", "after an update"],
  "-D": ["−D", "deleted"],
};

/** The row kind of a change in Flink's notation. */
export function ChangeKindBadge({ kind }: { kind: RowChange["kind"] }) {
  const [sign, label] = CHANGE_KINDS[kind];
  return (
    <span className={styles.kind} data-kind={kind} role="img" aria-label={label} title={label}>
      {sign}
    </span>
  );
}
