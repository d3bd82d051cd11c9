import { rowLink } from "@/ui/rowLink";
import { timeText } from "../timeline/scale";
import { lasting } from "../timeline/words";
import type { Asking } from "../trace/useAsking";
import type { LateRow } from "../types";
import styles from "./Rows.module.css";

interface Props {
  late: readonly LateRow[];
  run: string;
  asking: Asking;
}

/** Rows that came too late: which, where they were dropped, and by how much they missed it. */
export function LateRows({ late, run, asking }: Props) {
  const ask = ({ source, row }: LateRow) =>
    source !== null && row !== null
      ? { ...rowLink(() => asking.ask(run, { source, row })), title: "Where did this row go?" }
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
            <tr key={at} {...ask(one)}>
              <td>
                <span className={styles.late} aria-hidden="true">
                  ◆
                </span>{" "}
                {one.source === null ? "unknown" : `${one.source} ${one.row === null ? "" : one.row + 1}`}
              </td>
              <td>{one.event_ms === null ? "" : timeText(one.event_ms)}</td>
              <td>{one.watermark_ms === null ? "" : timeText(one.watermark_ms)}</td>
              <td>
                {one.event_ms === null || one.watermark_ms === null
                  ? ""
                  : lasting(one.watermark_ms - one.event_ms)}
              </td>
              <td title={one.message}>{one.operator}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
