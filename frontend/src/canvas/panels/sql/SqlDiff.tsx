import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import styles from "./SqlEditor.module.css";

const LEAST = 80;
const MOST = 480;

/** Two texts beside each other, with what differs marked. */
export function SqlDiff({ from, to }: { from: string; to: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(LEAST);
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
      // Only the editor knows how high wrapped lines, and old lines between new ones, make it.
      const grow = () => {
        const heights = [editor.getOriginalEditor(), editor.getModifiedEditor()].map((side) =>
          side.getContentHeight(),
        );
        setHeight(Math.min(MOST, Math.max(LEAST, ...heights)));
      };
      editor.getOriginalEditor().onDidContentSizeChange(grow);
      editor.getModifiedEditor().onDidContentSizeChange(grow);
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
  return (
    <div className={styles.box} style={{ height }}>
      <div className={styles.editor} ref={box} />
    </div>
  );
}
