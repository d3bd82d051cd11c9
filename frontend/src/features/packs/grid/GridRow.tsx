import { memo } from "react";
import type { PackColumn } from "../types";
import { isNumber, type GridRow as Row } from "./model";
import css from "./PackGrid.module.css";

interface Props {
  row: Row;
  index: number;
  /** Only there to type into: it says nothing, not even NULL. */
  blank: boolean;
  columns: readonly PackColumn[];
  marks: ReadonlyMap<string, string> | undefined;
  /** Selected columns, or -1 for none. */
  left: number;
  right: number;
}

/** One row. Drawn again only when it changes itself: moving the selection elsewhere costs nothing here. */
export const GridRow = memo(function GridRow({ row, index, blank, columns, marks, left, right }: Props) {
  return (
    <tr aria-rowindex={index + 2} data-row={index}>
      <th
        scope="row"
        className={css.number}
        data-selected={left >= 0 || undefined}
        data-bad={marks?.has("") || undefined}
        title={marks?.get("")}
      >
        {index + 1}
      </th>
      {columns.map(({ name, type }, place) => {
        const cell = row.cells[place] ?? null;
        return (
          <td
            key={name}
            data-column={place}
            data-numeric={isNumber(type) || undefined}
            data-null={cell === null || undefined}
            data-selected={(place >= left && place <= right) || undefined}
            data-bad={marks?.has(name) || undefined}
            title={marks?.get(name)}
          >
            {cell === null ? !blank && "null" : cell === "" ? <i>empty</i> : cell.replaceAll("\n", " ↵ ")}
          </td>
        );
      })}
    </tr>
  );
});
