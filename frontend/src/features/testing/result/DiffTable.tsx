import { useMemo } from "react";
import { formatCell } from "@/ui/DataTable";
import { rowLink } from "@/ui/rowLink";
import type { Comparison, Output } from "../types";
import { type DiffCell, type DiffLine, diffOf, placeOf } from "./diff";
import styles from "./Rows.module.css";

const SORTS: Record<DiffLine["sort"], readonly [sign: string, words: string]> = {
  missing: ["−", "Missing"],
  unexpected: ["+", "Unexpected"],
  changed: ["~", "Other values"],
};

interface Props {
  comparison: Comparison;
  output: Output;
  onWhy?: (row: number) => void;
}

/** What differs, by key: of a row that is there only the cells that differ are marked. */
export function DiffTable({ comparison, output, onWhy }: Props) {
  const diff = useMemo(() => diffOf(comparison, output.columns), [comparison, output.columns]);
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
              const place = line.actual && onWhy ? placeOf(line.actual, output.changes) : null;
              const link =
                place !== null && onWhy
                  ? { ...rowLink(() => onWhy(place)), title: "Why is this row here?" }
                  : {};
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
                <tr key={at} data-sort={line.sort} {...link}>
                  <th scope="row">
                    <span aria-hidden="true" className={styles.sign}>
                      {SORTS[line.sort][0]}
                    </span>{" "}
                    {SORTS[line.sort][1]}
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
      {diff.hidden > 0 && <p className={styles.none}>and {diff.hidden} more that differ</p>}
    </>
  );
}

function Cell({ cell, line }: { cell: DiffCell; line: DiffLine }) {
  if (cell.differs) {
    return (
      <>
        <del title="Expected">{formatCell(cell.expected)}</del>{" "}
        <ins title="Came">{formatCell(cell.value)}</ins>
      </>
    );
  }
  // A row to expect may leave columns out: they are nobody's NULL.
  if (cell.value === undefined) return <span className={styles.left}>–</span>;
  const text = formatCell(cell.value);
  if (line.sort === "missing") return <del>{text}</del>;
  return line.sort === "unexpected" ? <ins>{text}</ins> : text;
}
