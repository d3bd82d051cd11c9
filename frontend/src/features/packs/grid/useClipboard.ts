import type { ClipboardEvent } from "react";
import { notifyError } from "@/ui/notify";
import { MAX_ROWS } from "./model";
import type { GridEditorApi } from "./useGridEditor";

/** Copy, cut and paste of cells. While a cell is edited, they act on its text instead. */
export function useClipboard(editor: GridEditorApi) {
  const copySelection = (event: ClipboardEvent): boolean => {
    if (editor.draft) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", editor.copy());
    return true;
  };
  return {
    onCopy: (event: ClipboardEvent) => void copySelection(event),
    onCut: (event: ClipboardEvent) => {
      if (copySelection(event)) editor.clear();
    },
    onPaste: (event: ClipboardEvent) => {
      if (editor.draft) return;
      event.preventDefault();
      const { rows, columns } = editor.paste(event.clipboardData.getData("text/plain"));
      const skipped = [
        rows > 0 && `${rows} rows above the limit of ${MAX_ROWS}, which can be uploaded as a file`,
        columns > 0 && `${columns} ${columns === 1 ? "column" : "columns"} beyond the last one`,
      ].filter(Boolean);
      if (skipped.length > 0)
        notifyError("Not everything was pasted", `Left out: ${skipped.join(", and ")}.`);
    },
  };
}
