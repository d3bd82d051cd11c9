import { useMemo } from "react";
import { formatCell, rowLink } from "@/ui/DataTable";
import styles from "../rows/Rows.module.css";
import type { Comparison, RunOutput } from "../types";
import { buildDiff, type DiffCell, type DiffLine, findChangeIndex } from "./diff";

const LINE_KINDS: Record<DiffLine["kind"], readonly [sign: string, label: string]> = {
  missing: ["−", "Missing"],
  unexpected: ["+", "Unexpected"],
  changed: ["~", "Other values"],
};

interface Props {
  comparison: Comparison;
  output: RunOutput;
  onExplainRow?: (row: number) => void;
}

/** The differences by key; in changed rows only the cells that differ are marked. */
export function DiffTable({ comparison, output, onExplainRow }: Props) {
  const diff = useMemo(() => buildDiff(comparison, output.columns), [comparison, output.columns]);
  const types = new Map(output.columns.map(({ name, type }) => [name, type]));
  if (diff.lines.length === 0) return null;
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.table}>
          <caption className={styles.unseen}>
            Differences of {output.name}
            {comparison.key.length > 0 ? `, by ${comparison.key.join(", ")}` : ""}
          </caption>
          <thead>
            <tr>
              <th scope="col">Row</th>
              {diff.columns.map((name) => (
                <th key={name} scope="col" data-key={comparison.key.includes(name) || undefined}>
                  {name}
                  <span>{comparison.key.includes(name) ? "key" : types.get(name)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {diff.lines.map((line, at) => {
              const place = line.actual && onExplainRow ? findChangeIndex(line.actual, output.changes) : null;
              const link =
                place !== null && onExplainRow
                  ? { ...rowLink(() => onExplainRow(place)), title: "Why is this row here?" }
                  : {};
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines are identified by their index
                <tr key={at} data-sort={line.kind} {...link}>
                  <th scope="row">
                    <span aria-hidden="true" className={styles.sign}>
                      {LINE_KINDS[line.kind][0]}
                    </span>{" "}
                    {LINE_KINDS[line.kind][1]}
                  </th>
                  {line.cells.map((cell) => (
                    <td key={cell.column} data-differs={cell.differs || undefined}>
                      <Cell cell={cell} line={line} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {diff.hidden > 0 && <p className={styles.none}>and {diff.hidden} more differences</p>}
    </>
  );
}

function Cell({ cell, line }: { cell: DiffCell; line: DiffLine }) {
  if (cell.differs) {
    return (
      <>
        <del title="Expected">{formatCell(cell.expected)}</del>{" "}
        <ins title="Actual">{formatCell(cell.value)}</ins>
      </>
    );
  }
  // Expected rows may omit columns, which are not NULL.
  if (cell.value === undefined) return <span className={styles.left}>–</span>;
  const text = formatCell(cell.value);
  if (line.kind === "missing") return <del>{text}</del>;
  return line.kind === "unexpected" ? <ins>{text}</ins> : text;
}
