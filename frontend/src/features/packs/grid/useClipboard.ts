import type { ClipboardEvent } from "react";
import { failed } from "@/ui/notify";
import { MAX_ROWS } from "./model";
import type { GridEditor } from "./useGridEditor";

/** Copy, cut and paste of cells; while text is typed in a cell, the clipboard is that text's. */
export function useClipboard(editor: GridEditor) {
  const take = (event: ClipboardEvent): boolean => {
    if (editor.draft) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", editor.copy());
    return true;
  };
  return {
    onCopy: (event: ClipboardEvent) => void take(event),
    onCut: (event: ClipboardEvent) => {
      if (take(event)) editor.clear();
    },
    onPaste: (event: ClipboardEvent) => {
      if (editor.draft) return;
      event.preventDefault();
      const { rows, columns } = editor.paste(event.clipboardData.getData("text/plain"));
      const over = [
        rows > 0 && `${rows} rows over the ${MAX_ROWS} that a grid takes; upload them as a file`,
        columns > 0 && `${columns} ${columns === 1 ? "column" : "columns"} right of the last one`,
      ].filter(Boolean);
      if (over.length > 0) failed("Not everything was pasted", `Left out: ${over.join(", and ")}.`);
    },
  };
}
