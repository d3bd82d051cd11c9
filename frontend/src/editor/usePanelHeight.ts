import { useViewportSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useState } from "react";

interface Bounds {
  /** In pixels. */
  min: number;
  /** Share of the window. */
  max: number;
}

/** The height of a panel below, pulled at its upper edge or set with the arrow keys; remembered in this browser. */
export function usePanelHeight(key: string, share: number, { min, max }: Bounds) {
  const { height: window } = useViewportSize();
  const [set, setSet] = useState(() => Number(localStorage.getItem(key)) || null);
  const most = Math.max(min, Math.round((window || 800) * max));
  const bounded = (next: number) => Math.round(Math.min(most, Math.max(min, next)));
  const height = bounded(set ?? (window || 800) * share);
  const put = (next: number) => {
    setSet(bounded(next));
    localStorage.setItem(key, String(bounded(next)));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    const from = event.clientY;
    const element = event.currentTarget;
    element.setPointerCapture(event.pointerId);
    const pull = (move: globalThis.PointerEvent) => put(height + from - move.clientY);
    element.addEventListener("pointermove", pull);
    element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", pull), {
      once: true,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: 32, ArrowDown: -32 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    put(height + by);
  };
  const handle = {
    onPointerDown,
    onKeyDown,
    tabIndex: 0,
    role: "separator",
    "aria-orientation": "horizontal" as const,
    "aria-label": "Height of the panel",
    "aria-valuenow": height,
    "aria-valuemin": min,
    "aria-valuemax": most,
  };
  return { height, handle };
}
