import { rowLink } from "@/ui/DataTable";
import styles from "../rows/Rows.module.css";
import { formatTime } from "../timeline/scale";
import { formatSpan } from "../timeline/timelineText";
import type { RowTrace } from "../trace/useRowTrace";
import type { LateRow } from "../types";

interface Props {
  late: readonly LateRow[];
  run: string;
  rowTrace: RowTrace;
}

/** The late rows: where they were dropped, and how late they were. */
export function LateRows({ late, run, rowTrace }: Props) {
  const traceProps = ({ source, row }: LateRow) =>
    source !== null && row !== null
      ? { ...rowLink(() => rowTrace.start(run, { source, row })), title: "Where did this row go?" }
      : {};
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Event time</th>
            <th scope="col">Watermark</th>
            <th scope="col">Late by</th>
            <th scope="col">Dropped by</th>
          </tr>
        </thead>
        <tbody>
          {late.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row may be dropped by several steps
            <tr key={at} {...traceProps(one)}>
              <td>
                <span className={styles.late} aria-hidden="true">
                  ◆
                </span>{" "}
                {one.source === null ? "unknown" : `${one.source} ${one.row === null ? "" : one.row + 1}`}
              </td>
              <td>{one.event_ms === null ? "" : formatTime(one.event_ms)}</td>
              <td>{one.watermark_ms === null ? "" : formatTime(one.watermark_ms)}</td>
              <td>
                {one.event_ms === null || one.watermark_ms === null
                  ? ""
                  : formatSpan(one.watermark_ms - one.event_ms)}
              </td>
              <td title={one.message}>{one.operator}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
