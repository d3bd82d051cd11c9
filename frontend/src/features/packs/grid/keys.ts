/** What a key means in the grid. Pure. */

/** Null: moving from cell to cell. Typing: begun by a character. Editing: begun by F2, Enter or a double click. */
export type Mode = "typing" | "editing" | null;

export type Command =
  | { do: "move"; row: number; column: number; extend: boolean }
  | { do: "edge"; row: number; column: number; extend: boolean }
  | { do: "step"; step: 1 | -1 }
  | { do: "edit" | "commit" | "cancel" | "clear" | "all" | "undo" | "redo" | "line" };

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const ARROWS: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-20, 0],
  PageDown: [20, 0],
};

/** The command of a key press; null leaves the key to the field. */
export function commandOf(press: Press, mode: Mode): Command | null {
  const modifier = press.ctrlKey || press.metaKey;
  if (press.key === "Tab" && !modifier) return { do: "step", step: press.shiftKey ? -1 : 1 };
  if (press.key === "Enter" && mode) return press.altKey ? { do: "line" } : { do: "commit" };
  if (mode && press.key === "Escape") return { do: "cancel" };
  if (mode === "editing") return null;
  const arrow = ARROWS[press.key];
  if (arrow) {
    const [row, column] = arrow;
    return { do: modifier ? "edge" : "move", row, column, extend: press.shiftKey && mode === null };
  }
  return mode ? null : moving(press, modifier);
}

function moving(press: Press, modifier: boolean): Command | null {
  const extend = press.shiftKey;
  const key = press.key.toLowerCase();
  if (modifier && key === "z") return { do: press.shiftKey ? "redo" : "undo" };
  if (modifier && key === "y") return { do: "redo" };
  if (modifier && key === "a") return { do: "all" };
  if (key === "home") return { do: "edge", row: modifier ? -1 : 0, column: -1, extend };
  if (key === "end") return { do: "edge", row: modifier ? 1 : 0, column: 1, extend };
  if (modifier) return null;
  if (key === "enter" || key === "f2") return { do: "edit" };
  if (key === "delete" || key === "backspace") return { do: "clear" };
  return null;
}
