import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import css from "./Shell.module.css";

const NARROWEST = 190;
const WIDEST = 460;
const STEP = 24;

const bounded = (width: number) => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));

/** The edge of the job tree, to drag by mouse or move by arrow keys. */
export function ResizeHandle({ width, onChange }: { width: number; onChange: (width: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const down = (event: PointerEvent) => {
    from.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (from.current) onChange(bounded(from.current.width + event.clientX - from.current.x));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") onChange(bounded(width - STEP));
    if (event.key === "ArrowRight") onChange(bounded(width + STEP));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element of its own
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the job tree"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      className={css.grip}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={key}
    />
  );
}
