import { type RefObject, useLayoutEffect } from "react";
import type { PackColumn } from "../types";
import { ROW } from "./geometry";
import { type Cell, isNumber } from "./model";
import css from "./PackGrid.module.css";
import type { Draft } from "./useGridEditor";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  column: PackColumn;
  row: number;
  cell: Cell;
  draft: Draft | null;
  left: number;
  width: number;
  top: number;
  fault: string | undefined;
  onType: (draft: Draft) => void;
  onLeave: () => void;
}

/**
 * The field over the active cell. It always has the cell's text, all of it selected, so that typing replaces it
 * in any script and input method, and a screen reader reads place and value as the selection moves.
 */
export function CellField(props: Props) {
  const { field, column, row, cell, draft, left, width, top, fault, onType, onLeave } = props;
  const moving = draft === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cell has another text to select
  useLayoutEffect(() => {
    if (moving && document.activeElement === field.current) field.current?.select();
  }, [moving, row, column.name, cell]);
  return (
    <textarea
      ref={field}
      className={css.field}
      style={{ left, top, width, height: ROW }}
      rows={1}
      aria-label={`${column.name}, row ${row + 1}`}
      aria-invalid={fault !== undefined}
      autoComplete="off"
      spellCheck={false}
      placeholder={cell === null && moving ? "null" : undefined}
      data-moving={moving || undefined}
      data-numeric={isNumber(column.type) || undefined}
      data-bad={fault !== undefined || undefined}
      value={draft?.text ?? cell ?? ""}
      onFocus={(event) => moving && event.currentTarget.select()}
      onChange={(event) => onType({ text: event.currentTarget.value, mode: draft?.mode ?? "typing" })}
      onBlur={onLeave}
    />
  );
}
