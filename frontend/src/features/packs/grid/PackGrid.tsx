import { IconClock } from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { CellField } from "./CellField";
import { GridRow } from "./GridRow";
import { edgesOf, HEAD, ROW, widthsOf } from "./geometry";
import type { Marks } from "./marks";
import { filledCount } from "./model";
import css from "./PackGrid.module.css";
import { useClipboard } from "./useClipboard";
import type { GridEditor } from "./useGridEditor";
import { useGridKeys } from "./useGridKeys";
import { useGridMouse } from "./useGridMouse";
import { useInSight, useSheet } from "./useSheet";

interface Props {
  editor: GridEditor;
  marks: Marks;
  label: string;
  /** Name of the column with the event time. */
  eventTime?: string;
}

/** Rows to type into, as in a spreadsheet. */
export function PackGrid({ editor, marks, label, eventTime }: Props) {
  const { grid, selection } = editor.editing;
  const frame = useRef<HTMLDivElement>(null);
  const { columns } = grid;
  // Widths follow the columns and the coming of rows, not each letter: cells must not jump while one types.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const edges = useMemo(() => edgesOf(widthsOf(grid)), [columns, grid.rows.length]);
  const { drawn, look } = useSheet(frame, grid.rows.length);
  const [first, last] = drawn;
  const keys = useGridKeys(editor);
  const mouse = useGridMouse(editor);
  const clipboard = useClipboard(editor);
  useInSight(frame, selection.to, edges);

  const { from } = selection;
  const row = grid.rows[from.row];
  const column = columns[from.column];
  const { top, bottom, left, right } = editor.range;
  const filled = filledCount(grid);
  const isIn = (index: number) => index >= top && index <= bottom;
  return (
    <div ref={frame} className={css.frame} onScroll={look}>
      <div className={css.sheet} {...keys} {...clipboard} {...mouse}>
        <table className={css.table} aria-label={label} aria-rowcount={grid.rows.length + 1}>
          <colgroup>
            <col style={{ width: edges[0] }} />
            {columns.map(({ name }, place) => (
              <col key={name} style={{ width: (edges[place + 1] ?? 0) - (edges[place] ?? 0) }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th className={css.number} aria-label="Row" />
              {columns.map(({ name, type }, place) => (
                <th
                  key={name}
                  scope="col"
                  data-head={place}
                  data-selected={(place >= left && place <= right) || undefined}
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
            <tr style={{ height: first * ROW }} />
            {grid.rows.slice(first, last).map((one, offset) => (
              <GridRow
                key={one.id}
                row={one}
                blank={first + offset >= filled}
                index={first + offset}
                columns={columns}
                marks={marks.get(one.id)}
                left={isIn(first + offset) ? left : -1}
                right={isIn(first + offset) ? right : -1}
              />
            ))}
            <tr style={{ height: (grid.rows.length - last) * ROW }} />
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
            top={HEAD + from.row * ROW}
            fault={marks.get(row.id)?.get(column.name)}
            onType={editor.type}
            onLeave={editor.commit}
          />
        )}
      </div>
    </div>
  );
}
