import { type MouseEvent, useRef } from "react";
import { at, type Place } from "./model";
import type { GridEditor } from "./useGridEditor";

type What = "cell" | "row" | "column";

interface Hit {
  what: What;
  place: Place;
}

/** The cell, row number or head of a column under the pointer. */
function hitOf(target: EventTarget): Hit | null {
  const cell = (target as Element).closest<HTMLElement>("td, th");
  if (!cell) return null;
  const row = Number(cell.parentElement?.dataset.row ?? -1);
  if (cell.dataset.column !== undefined)
    return { what: "cell", place: { row, column: Number(cell.dataset.column) } };
  if (cell.dataset.head !== undefined)
    return { what: "column", place: { row: 0, column: Number(cell.dataset.head) } };
  return row < 0 ? null : { what: "row", place: { row, column: 0 } };
}

/** Selecting with the mouse: cells by pulling, whole rows and columns by their heads; a double click edits. */
export function useGridMouse(editor: GridEditor) {
  const pulled = useRef<What | null>(null);
  const { rows, columns } = editor.grid;
  const span = ({ what, place }: Hit, start: Place) => ({
    from: what === "row" ? { ...start, column: 0 } : what === "column" ? { ...start, row: 0 } : start,
    to: {
      row: what === "column" ? rows.length - 1 : place.row,
      column: what === "row" ? columns.length - 1 : place.column,
    },
  });
  const onMouseDown = (event: MouseEvent) => {
    const hit = event.button === 0 ? hitOf(event.target) : null;
    if (!hit) return;
    event.preventDefault();
    pulled.current = hit.what;
    editor.select(span(hit, event.shiftKey ? editor.editing.selection.from : hit.place));
    editor.focus();
  };
  const onMouseOver = (event: MouseEvent) => {
    const hit = event.buttons === 1 && pulled.current ? hitOf(event.target) : null;
    if (hit?.what === pulled.current) editor.select(span(hit, editor.editing.selection.from));
  };
  const onMouseUp = () => {
    pulled.current = null;
  };
  const onDoubleClick = (event: MouseEvent) => {
    const hit = hitOf(event.target);
    if (hit?.what !== "cell") return;
    editor.select(at(hit.place));
    const text = rows[hit.place.row]?.cells[hit.place.column] ?? "";
    editor.type({ text, mode: "editing" });
    requestAnimationFrame(() => editor.field.current?.setSelectionRange(text.length, text.length));
  };
  return { onMouseDown, onMouseOver, onMouseUp, onDoubleClick };
}
