import { type RefObject, useLayoutEffect } from "react";
import type { PackColumn } from "../types";
import { ROW_HEIGHT } from "./geometry";
import { type Cell, isNumber } from "./model";
import css from "./PackGrid.module.css";
import type { CellDraft } from "./useGridEditor";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  column: PackColumn;
  row: number;
  cell: Cell;
  draft: CellDraft | null;
  left: number;
  width: number;
  top: number;
  error: string | undefined;
  onType: (draft: CellDraft) => void;
  onLeave: () => void;
}

/**
 * The text field over the active cell. It always holds the cell's text, all of it selected, so that typing replaces
 * it with any input method, and a screen reader reads position and value as the selection moves.
 */
export function CellField(props: Props) {
  const { field, column, row, cell, draft, left, width, top, error, onType, onLeave } = props;
  const moving = draft === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text of another cell is selected again
  useLayoutEffect(() => {
    if (moving && document.activeElement === field.current) field.current?.select();
  }, [moving, row, column.name, cell]);
  return (
    <textarea
      ref={field}
      className={css.field}
      style={{ left, top, width, height: ROW_HEIGHT }}
      rows={1}
      aria-label={`${column.name}, row ${row + 1}`}
      aria-invalid={error !== undefined}
      autoComplete="off"
      spellCheck={false}
      placeholder={cell === null && moving ? "null" : undefined}
      data-moving={moving || undefined}
      data-numeric={isNumber(column.type) || undefined}
      data-bad={error !== undefined || undefined}
      value={draft?.text ?? cell ?? ""}
      onFocus={(event) => moving && event.currentTarget.select()}
      onChange={(event) => onType({ text: event.currentTarget.value, mode: draft?.mode ?? "typing" })}
      onBlur={onLeave}
    />
  );
}
