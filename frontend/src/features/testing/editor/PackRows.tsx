import { Checkbox, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { packRows } from "@/features/packs";
import { formatCell } from "@/ui/DataTable";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { formatSetDuration } from "@/ui/form/duration";
import { isPicked } from "../definition";
import type { BenchSource, Plan, Timeline } from "../types";
import { Duration } from "./Duration";
import styles from "./PackRows.module.css";

const SHOWN = 100;

interface Props {
  pack: string;
  version: number;
  source: BenchSource;
  plan: Plan;
  timeline: Timeline;
  shown: number | null;
  onShow: (row: number | null) => void;
  onPick?: (row: number) => void;
  onGap: (row: number, ms: number) => void;
  /** Asks where a row went; not before it has run. */
  onWhither?: (row: number) => void;
}

/** The rows of a pack as they stand in it: pick those to delay, and put silences after any. */
export function PackRows(props: Props) {
  const { pack, version, source, plan, timeline, shown, onShow, onPick, onGap, onWhither } = props;
  const [offset, setOffset] = useState(0);
  const { data, error } = useQuery({
    ...packRows(pack, version, offset, SHOWN),
    placeholderData: keepPreviousData,
  });
  if (error) return <ErrorAlert title="The rows can't be read" error={error} />;
  if (!data) return <Skeleton height={90} />;
  const late = new Set(timeline.rows.filter((row) => row.late).map(({ row_index }) => row_index));
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              {onPick && <th scope="col">Delay</th>}
              <th scope="col">Silence after</th>
              {source.columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, place) => {
              const at = data.offset + place;
              return (
                <tr
                  key={at}
                  data-shown={shown === at || undefined}
                  data-late={late.has(at) || undefined}
                  onPointerEnter={() => onShow(at)}
                  onPointerLeave={() => onShow(null)}
                >
                  <th scope="row">
                    {onWhither ? (
                      <button type="button" title="Where did this row go?" onClick={() => onWhither(at)}>
                        {at + 1}
                      </button>
                    ) : (
                      at + 1
                    )}
                    {late.has(at) && <span title="Behind the watermark when it arrives"> ◆ late</span>}
                  </th>
                  {onPick && (
                    <td>
                      <Checkbox
                        size="xs"
                        aria-label={`Delay row ${at + 1}`}
                        checked={isPicked(plan, at)}
                        onChange={() => onPick(at)}
                      />
                    </td>
                  )}
                  <td className={styles.after}>
                    <Gap row={at} plan={plan} onGap={onGap} />
                  </td>
                  {source.columns.map(({ name }) => (
                    <td key={name} title={formatCell(row[name])}>
                      {formatCell(row[name])}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {data.total > SHOWN && (
        <p className={styles.pages}>
          <button
            type="button"
            disabled={offset === 0}
            onClick={() => setOffset(Math.max(0, offset - SHOWN))}
          >
            Earlier
          </button>
          Rows {data.offset + 1} to {data.offset + data.rows.length} of {data.total}
          <button
            type="button"
            disabled={offset + SHOWN >= data.total}
            onClick={() => setOffset(offset + SHOWN)}
          >
            Later
          </button>
        </p>
      )}
    </>
  );
}

function Gap({ row, plan, onGap }: { row: number; plan: Plan; onGap: Props["onGap"] }) {
  const [open, setOpen] = useState(false);
  const ms = plan.gaps?.find(({ after_row }) => after_row === row)?.idle_ms ?? 0;
  if (open) {
    return (
      <div className={styles.gap}>
        <Duration bare label="Silence" value={ms} onChange={(next) => onGap(row, next)} width={130} />
        <button type="button" onClick={() => setOpen(false)} aria-label="Done">
          ✓
        </button>
      </div>
    );
  }
  return (
    <button
      type="button"
      className={styles.gapButton}
      data-set={ms > 0 || undefined}
      onClick={() => setOpen(true)}
    >
      {ms > 0 ? `⏸ ${formatSetDuration(ms)}` : "add"}
    </button>
  );
}
