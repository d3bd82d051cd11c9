import { Checkbox, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { packRows } from "@/features/packs";
import { formatCell } from "@/ui/DataTable";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { formatSetDuration } from "@/ui/form/widgets/DurationWidget";
import { isDelayedRow } from "../definition";
import type { ArrivalPlan, SourceTimeline, SurfaceSource } from "../types";
import styles from "./ArrivalRows.module.css";
import { DurationInput } from "./DurationInput";

const PAGE_SIZE = 100;

interface Props {
  pack: string;
  version: number;
  source: SurfaceSource;
  plan: ArrivalPlan;
  timeline: SourceTimeline;
  highlighted: number | null;
  onHighlight: (row: number | null) => void;
  onPick?: (row: number) => void;
  onGap: (row: number, ms: number) => void;
  /** Traces a row; undefined until the case has run. */
  onTraceRow?: (row: number) => void;
}

/** The rows of a pack, to pick delayed rows and to add idle gaps. */
export function ArrivalRows(props: Props) {
  const { pack, version, source, plan, timeline, highlighted, onHighlight, onPick, onGap, onTraceRow } =
    props;
  const [offset, setOffset] = useState(0);
  const { data, error } = useQuery({
    ...packRows(pack, version, offset, PAGE_SIZE),
    placeholderData: keepPreviousData,
  });
  if (error) return <ErrorAlert title="The rows could not be loaded" error={error} />;
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
              <th scope="col">Idle gap after</th>
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
                  data-shown={highlighted === at || undefined}
                  data-late={late.has(at) || undefined}
                  onPointerEnter={() => onHighlight(at)}
                  onPointerLeave={() => onHighlight(null)}
                >
                  <th scope="row">
                    {onTraceRow ? (
                      <button type="button" title="Where did this row go?" onClick={() => onTraceRow(at)}>
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
                        checked={isDelayedRow(plan, at)}
                        onChange={() => onPick(at)}
                      />
                    </td>
                  )}
                  <td className={styles.after}>
                    <IdleGapField row={at} plan={plan} onGap={onGap} />
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
      {data.total > PAGE_SIZE && (
        <p className={styles.pages}>
          <button
            type="button"
            disabled={offset === 0}
            onClick={() => setOffset(Math.max(0, offset - PAGE_SIZE))}
          >
            Previous
          </button>
          Rows {data.offset + 1} to {data.offset + data.rows.length} of {data.total}
          <button
            type="button"
            disabled={offset + PAGE_SIZE >= data.total}
            onClick={() => setOffset(offset + PAGE_SIZE)}
          >
            Next
          </button>
        </p>
      )}
    </>
  );
}

function IdleGapField({ row, plan, onGap }: { row: number; plan: ArrivalPlan; onGap: Props["onGap"] }) {
  const [open, setOpen] = useState(false);
  const ms = plan.gaps?.find(({ after_row }) => after_row === row)?.idle_ms ?? 0;
  if (open) {
    return (
      <div className={styles.gap}>
        <DurationInput
          hideLabel
          label="Idle gap"
          value={ms}
          onChange={(next) => onGap(row, next)}
          width={130}
        />
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
