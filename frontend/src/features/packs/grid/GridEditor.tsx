import type { ReactNode } from "react";
import css from "./GridEditor.module.css";
import { GridStatus } from "./GridStatus";
import { GridToolbar } from "./GridToolbar";
import { PackGrid } from "./PackGrid";
import type { GridCheck } from "./useGridCheck";
import type { GridEditorApi } from "./useGridEditor";

/** A page with the height of the window: the grid scrolls, not the page. */
export function GridFrame({ children }: { children: ReactNode }) {
  return <main className={css.frame}>{children}</main>;
}

interface Props {
  editor: GridEditorApi;
  check: GridCheck;
  label: string;
  eventTime: string;
}

/** The grid with its toolbar above and its errors below. */
export function GridEditor({ editor, check, label, eventTime }: Props) {
  return (
    <div className={css.editor}>
      <GridToolbar editor={editor} />
      <PackGrid editor={editor} cellErrors={check.cellErrors} label={label} eventTime={eventTime} />
      <GridStatus editor={editor} check={check} />
    </div>
  );
}
