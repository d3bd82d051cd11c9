/** The keyboard commands of the grid. Pure. */

/** Null: moving between cells. Typing: started by a character. Editing: started by F2, Enter or a double click. */
export type EditMode = "typing" | "editing" | null;

export type GridCommand =
  | { type: "move"; row: number; column: number; extend: boolean }
  | { type: "edge"; row: number; column: number; extend: boolean }
  | { type: "step"; step: 1 | -1 }
  | { type: "edit" | "commit" | "cancel" | "clear" | "all" | "undo" | "redo" | "line" };

interface KeyPress {
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

/** The command of a key press; null leaves the key to the text field. */
export function getKeyCommand(keyPress: KeyPress, mode: EditMode): GridCommand | null {
  const modifier = keyPress.ctrlKey || keyPress.metaKey;
  if (keyPress.key === "Tab" && !modifier) return { type: "step", step: keyPress.shiftKey ? -1 : 1 };
  if (keyPress.key === "Enter" && mode) return keyPress.altKey ? { type: "line" } : { type: "commit" };
  if (mode && keyPress.key === "Escape") return { type: "cancel" };
  if (mode === "editing") return null;
  const arrow = ARROWS[keyPress.key];
  if (arrow) {
    const [row, column] = arrow;
    return { type: modifier ? "edge" : "move", row, column, extend: keyPress.shiftKey && mode === null };
  }
  return mode ? null : getNavigationCommand(keyPress, modifier);
}

function getNavigationCommand(press: KeyPress, modifier: boolean): GridCommand | null {
  const extend = press.shiftKey;
  const key = press.key.toLowerCase();
  if (modifier && key === "z") return { type: press.shiftKey ? "redo" : "undo" };
  if (modifier && key === "y") return { type: "redo" };
  if (modifier && key === "a") return { type: "all" };
  if (key === "home") return { type: "edge", row: modifier ? -1 : 0, column: -1, extend };
  if (key === "end") return { type: "edge", row: modifier ? 1 : 0, column: 1, extend };
  if (modifier) return null;
  if (key === "enter" || key === "f2") return { type: "edit" };
  if (key === "delete" || key === "backspace") return { type: "clear" };
  return null;
}
