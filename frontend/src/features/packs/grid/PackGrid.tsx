import { IconClock } from "@tabler/icons-react";
import { type ClipboardEvent, useMemo, useRef } from "react";
import { notifyError } from "@/ui/notify";
import { CellField } from "./CellField";
import { GridRow } from "./GridRow";
import { computeColumnEdges, computeColumnWidths, HEADER_HEIGHT, ROW_HEIGHT } from "./geometry";
import { countFilledRows, MAX_ROWS } from "./model";
import css from "./PackGrid.module.css";
import type { CellErrors } from "./useGridCheck";
import type { GridEditorApi } from "./useGridEditor";
import { useGridKeys } from "./useGridKeys";
import { useGridMouse } from "./useGridMouse";
import { useScrollIntoView, useVirtualRows } from "./useVirtualRows";

interface Props {
  editor: GridEditorApi;
  cellErrors: CellErrors;
  label: string;
  /** Name of the column with the event time. */
  eventTime?: string;
}

/** Editable rows, as in a spreadsheet. */
export function PackGrid({ editor, cellErrors, label, eventTime }: Props) {
  const { grid, selection } = editor.editing;
  const frame = useRef<HTMLDivElement>(null);
  const { columns } = grid;
  // Widths depend on the columns and the number of rows, not on each letter: cells must not jump while one types.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const edges = useMemo(() => computeColumnEdges(computeColumnWidths(grid)), [columns, grid.rows.length]);
  const { visible, updateViewport } = useVirtualRows(frame, grid.rows.length);
  const [first, last] = visible;
  const keys = useGridKeys(editor);
  const mouse = useGridMouse(editor);
  const clipboard = useClipboard(editor);
  useScrollIntoView(frame, selection.to, edges);

  const { from } = selection;
  const row = grid.rows[from.row];
  const column = columns[from.column];
  const { top, bottom, left, right } = editor.range;
  const filled = countFilledRows(grid);
  const isIn = (index: number) => index >= top && index <= bottom;
  return (
    <div ref={frame} className={css.frame} onScroll={updateViewport}>
      <div className={css.sheet} {...keys} {...clipboard} {...mouse}>
        <table className={css.table} aria-label={label} aria-rowcount={grid.rows.length + 1}>
          <colgroup>
            <col style={{ width: edges[0] }} />
            {columns.map(({ name }, index) => (
              <col key={name} style={{ width: (edges[index + 1] ?? 0) - (edges[index] ?? 0) }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th className={css.number} aria-label="Row" />
              {columns.map(({ name, type }, index) => (
                <th
                  key={name}
                  scope="col"
                  data-head={index}
                  data-selected={(index >= left && index <= right) || undefined}
                  title={`${name} ${type}`}
                >
                  {name === eventTime && <IconClock size={13} className={css.clock} color="var(--p-busy)" />}
                  {name}
                  <span className={css.type}>{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr style={{ height: first * ROW_HEIGHT }} />
            {grid.rows.slice(first, last).map((one, offset) => (
              <GridRow
                key={one.id}
                row={one}
                blank={first + offset >= filled}
                index={first + offset}
                columns={columns}
                errors={cellErrors.get(one.id)}
                left={isIn(first + offset) ? left : -1}
                right={isIn(first + offset) ? right : -1}
              />
            ))}
            <tr style={{ height: (grid.rows.length - last) * ROW_HEIGHT }} />
          </tbody>
        </table>
        {row && column && (
          <CellField
            field={editor.field}
            column={column}
            row={from.row}
            cell={row.cells[from.column] ?? null}
            draft={editor.draft}
            left={edges[from.column] ?? 0}
            width={(edges[from.column + 1] ?? 0) - (edges[from.column] ?? 0)}
            top={HEADER_HEIGHT + from.row * ROW_HEIGHT}
            error={cellErrors.get(row.id)?.get(column.name)}
            onType={editor.type}
            onLeave={editor.commit}
          />
        )}
      </div>
    </div>
  );
}

/** Copy, cut and paste of cells. While a cell is edited, they act on its text instead. */
export function useClipboard(editor: GridEditorApi) {
  const copySelection = (event: ClipboardEvent): boolean => {
    if (editor.draft) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", editor.copy());
    return true;
  };
  return {
    onCopy: (event: ClipboardEvent) => void copySelection(event),
    onCut: (event: ClipboardEvent) => {
      if (copySelection(event)) editor.clear();
    },
    onPaste: (event: ClipboardEvent) => {
      if (editor.draft) return;
      event.preventDefault();
      const { rows, columns } = editor.paste(event.clipboardData.getData("text/plain"));
      const skipped = [
        rows > 0 && `${rows} rows above the limit of ${MAX_ROWS}, which can be uploaded as a file`,
        columns > 0 && `${columns} ${columns === 1 ? "column" : "columns"} beyond the last one`,
      ].filter(Boolean);
      if (skipped.length > 0)
        notifyError("Not everything was pasted", `Left out: ${skipped.join(", and ")}.`);
    },
  };
}
