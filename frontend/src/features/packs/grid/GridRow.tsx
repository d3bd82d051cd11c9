import { memo } from "react";
import type { PackColumn } from "../types";
import { isNumber, type GridRow as Row } from "./model";
import css from "./PackGrid.module.css";

interface Props {
  row: Row;
  index: number;
  /** A placeholder to type into: it shows nothing, not even NULL. */
  blank: boolean;
  columns: readonly PackColumn[];
  errors: ReadonlyMap<string, string> | undefined;
  /** Selected columns, or -1 for none. */
  left: number;
  right: number;
}

/** One row. Memoized: it renders only when its own cells, errors or selection change. */
export const GridRow = memo(function GridRow({ row, index, blank, columns, errors, left, right }: Props) {
  return (
    <tr aria-rowindex={index + 2} data-row={index}>
      <th
        scope="row"
        className={css.number}
        data-selected={left >= 0 || undefined}
        data-bad={errors?.has("") || undefined}
        title={errors?.get("")}
      >
        {index + 1}
      </th>
      {columns.map(({ name, type }, index) => {
        const cell = row.cells[index] ?? null;
        return (
          <td
            key={name}
            data-column={index}
            data-numeric={isNumber(type) || undefined}
            data-null={cell === null || undefined}
            data-selected={(index >= left && index <= right) || undefined}
            data-bad={errors?.has(name) || undefined}
            title={errors?.get(name)}
          >
            {cell === null ? !blank && "null" : cell === "" ? <i>empty</i> : cell.replaceAll("\n", " ↵ ")}
          </td>
        );
      })}
    </tr>
  );
});
