import type { ReactNode } from "react";
import { GridBar } from "./GridBar";
import { GridStatus } from "./GridStatus";
import css from "./GridWork.module.css";
import { PackGrid } from "./PackGrid";
import type { GridCheck } from "./useGridCheck";
import type { GridEditor } from "./useGridEditor";

/** A page that is as high as the window: its grid scrolls, not the page. */
export function GridFrame({ children }: { children: ReactNode }) {
  return <main className={css.frame}>{children}</main>;
}

interface Props {
  editor: GridEditor;
  check: GridCheck;
  label: string;
  eventTime: string;
}

/** The grid with its buttons above and its faults below. */
export function GridWork({ editor, check, label, eventTime }: Props) {
  return (
    <div className={css.work}>
      <GridBar editor={editor} />
      <PackGrid editor={editor} marks={check.marks} label={label} eventTime={eventTime} />
      <GridStatus editor={editor} check={check} />
    </div>
  );
}
