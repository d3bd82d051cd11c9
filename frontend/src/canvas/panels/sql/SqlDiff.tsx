import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import styles from "./SqlEditor.module.css";

const LINE = 20;

/** Two texts beside each other, with what differs marked. */
export function SqlDiff({ from, to }: { from: string; to: string }) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    let stop: (() => void) | undefined;
    let left = false;
    void import("./monaco").then(({ monaco, EDITOR_OPTIONS, LANGUAGE }) => {
      if (left || !box.current) return;
      monaco.editor.setTheme(`penstock-${scheme}`);
      const { language: _, ...options } = EDITOR_OPTIONS;
      const editor = monaco.editor.createDiffEditor(box.current, {
        ...options,
        readOnly: true,
        originalEditable: false,
        renderSideBySide: true,
        useInlineViewWhenSpaceIsLimited: true,
        renderSideBySideInlineBreakpoint: 560,
        renderOverviewRuler: false,
      });
      const models = {
        original: monaco.editor.createModel(from, LANGUAGE),
        modified: monaco.editor.createModel(to, LANGUAGE),
      };
      editor.setModel(models);
      stop = () => {
        editor.dispose();
        models.original.dispose();
        models.modified.dispose();
      };
    });
    return () => {
      left = true;
      stop?.();
    };
  }, [from, to, scheme]);
  const lines = Math.max(from.split("\n").length, to.split("\n").length);
  return (
    <div className={styles.box} style={{ height: Math.min(480, Math.max(80, (lines + 1) * LINE)) }}>
      <div className={styles.editor} ref={box} />
    </div>
  );
}
