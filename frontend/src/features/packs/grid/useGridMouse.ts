import { type MouseEvent, useRef } from "react";
import { type CellPosition, selectCell } from "./model";
import type { GridEditorApi } from "./useGridEditor";

type HitKind = "cell" | "row" | "column";

interface Hit {
  kind: HitKind;
  position: CellPosition;
}

/** The cell, row number or column header under the pointer. */
function hitTest(target: EventTarget): Hit | null {
  const cell = (target as Element).closest<HTMLElement>("td, th");
  if (!cell) return null;
  const row = Number(cell.parentElement?.dataset.row ?? -1);
  if (cell.dataset.column !== undefined)
    return { kind: "cell", position: { row, column: Number(cell.dataset.column) } };
  if (cell.dataset.head !== undefined)
    return { kind: "column", position: { row: 0, column: Number(cell.dataset.head) } };
  return row < 0 ? null : { kind: "row", position: { row, column: 0 } };
}

/** Mouse handling of the grid: dragging selects cells, headers select rows and columns, a double click edits. */
export function useGridMouse(editor: GridEditorApi) {
  const dragKind = useRef<HitKind | null>(null);
  const { rows, columns } = editor.grid;
  const extendSelection = ({ kind, position }: Hit, start: CellPosition) => ({
    from: kind === "row" ? { ...start, column: 0 } : kind === "column" ? { ...start, row: 0 } : start,
    to: {
      row: kind === "column" ? rows.length - 1 : position.row,
      column: kind === "row" ? columns.length - 1 : position.column,
    },
  });
  const onMouseDown = (event: MouseEvent) => {
    const hit = event.button === 0 ? hitTest(event.target) : null;
    if (!hit) return;
    event.preventDefault();
    dragKind.current = hit.kind;
    editor.select(extendSelection(hit, event.shiftKey ? editor.editing.selection.from : hit.position));
    editor.focus();
  };
  const onMouseOver = (event: MouseEvent) => {
    const hit = event.buttons === 1 && dragKind.current ? hitTest(event.target) : null;
    if (hit?.kind === dragKind.current) editor.select(extendSelection(hit, editor.editing.selection.from));
  };
  const onMouseUp = () => {
    dragKind.current = null;
  };
  const onDoubleClick = (event: MouseEvent) => {
    const hit = hitTest(event.target);
    if (hit?.kind !== "cell") return;
    editor.select(selectCell(hit.position));
    const text = rows[hit.position.row]?.cells[hit.position.column] ?? "";
    editor.type({ text, mode: "editing" });
    requestAnimationFrame(() => editor.field.current?.setSelectionRange(text.length, text.length));
  };
  return { onMouseDown, onMouseOver, onMouseUp, onDoubleClick };
}
