import { type KeyboardEvent, type PointerEvent, useState } from "react";

interface Bounds {
  min: number;
  max: number;
}

/** The width of a panel on the right, pulled at its left edge or set with the arrow keys; remembered in this browser. */
export function useWidth(key: string, standard: number, { min, max }: Bounds) {
  const [width, setWidth] = useState(() => Number(localStorage.getItem(key)) || standard);
  const put = (next: number) => {
    const bounded = Math.round(Math.min(max, Math.max(min, next)));
    setWidth(bounded);
    localStorage.setItem(key, String(bounded));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    const from = event.clientX;
    const element = event.currentTarget;
    element.setPointerCapture(event.pointerId);
    const pull = (move: globalThis.PointerEvent) => put(width + from - move.clientX);
    element.addEventListener("pointermove", pull);
    element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", pull), {
      once: true,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    put(width + by);
  };
  const handle = {
    onPointerDown,
    onKeyDown,
    tabIndex: 0,
    role: "separator",
    "aria-orientation": "vertical" as const,
    "aria-label": "Width of the panel",
    "aria-valuenow": width,
    "aria-valuemin": min,
    "aria-valuemax": max,
  };
  return { width, handle };
}
