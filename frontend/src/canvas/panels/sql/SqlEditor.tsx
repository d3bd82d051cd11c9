import { Skeleton, useComputedColorScheme } from "@mantine/core";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Problem } from "@/canvas/model/check";
import type { SqlContext } from "./completion";
import styles from "./SqlEditor.module.css";

type Tools = typeof import("./monaco");
type Editor = import("monaco-editor").editor.IStandaloneCodeEditor;

export interface SqlEditorProps {
  value: string;
  onChange?: (text: string) => void;
  readOnly?: boolean;
  /** Height in pixels, or "fill" for the height of what surrounds it. */
  height: number | "fill";
  label: string;
  placeholder?: string | undefined;
  context?: SqlContext;
  problems?: readonly Problem[];
  /** Where to put the cursor; a new object moves it again. */
  focus?: { line: number; column: number } | null;
}

/** An editor for Flink SQL. It is uncontrolled inside: text set from outside (undo, a template) is written into it. */
export function SqlEditor(props: SqlEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const made = useEditor(box, latest);
  const scheme = useComputedColorScheme("light");
  useEffect(() => made?.tools.monaco.editor.setTheme(`penstock-${scheme}`), [made, scheme]);
  useEffect(() => made?.editor.updateOptions({ readOnly: props.readOnly ?? false }), [made, props.readOnly]);
  useEffect(() => {
    if (made) write(made.editor, props.value);
  }, [made, props.value]);
  useMarkers(made, props.problems);
  useEffect(() => {
    if (!made || !props.focus) return;
    made.editor.setPosition({ lineNumber: props.focus.line, column: props.focus.column });
    made.editor.revealLineInCenter(props.focus.line);
    made.editor.focus();
  }, [made, props.focus]);
  return (
    <div
      className={styles.box}
      style={{ height: props.height === "fill" ? "100%" : props.height }}
      data-invalid={!!props.problems?.length || undefined}
    >
      {!made && <Skeleton height="100%" radius={0} />}
      <div ref={box} className={styles.editor} />
    </div>
  );
}

interface Made {
  readonly editor: Editor;
  readonly tools: Tools;
}

function useEditor(box: RefObject<HTMLDivElement | null>, latest: RefObject<SqlEditorProps>): Made | null {
  const [made, setMade] = useState<Made | null>(null);
  useEffect(() => {
    let editor: Editor | undefined;
    let left = false;
    void import("./monaco").then((tools) => {
      if (left || !box.current) return;
      const { value, label, placeholder } = latest.current;
      editor = tools.monaco.editor.create(box.current, {
        ...tools.EDITOR_OPTIONS,
        value,
        ariaLabel: label,
        placeholder: placeholder ?? "",
      });
      const model = editor.getModel();
      if (model) tools.setCompletionContext(model, () => latest.current.context ?? NOTHING);
      editor.onDidChangeModelContent(() => {
        const text = editor?.getValue() ?? "";
        if (text !== latest.current.value) latest.current.onChange?.(text);
      });
      setMade({ editor, tools });
    });
    return () => {
      left = true;
      // The editor first: it would look into its text once more while it goes.
      const model = editor?.getModel();
      editor?.dispose();
      model?.dispose();
    };
  }, [box, latest]);
  return made;
}

const NOTHING: SqlContext = { inputs: [], functions: [], expression: false };

/** Replaces the text as an edit, so that the editor's own undo can take it back. */
function write(editor: Editor, text: string): void {
  const model = editor.getModel();
  if (!model || model.getValue() === text) return;
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
}

function useMarkers(made: Made | null, problems: readonly Problem[] | undefined): void {
  useEffect(() => {
    const model = made?.editor.getModel();
    if (!made || !model) return;
    const { MarkerSeverity, editor } = made.tools.monaco;
    editor.setModelMarkers(
      model,
      "check",
      (problems ?? [])
        .filter((problem) => problem.line)
        .map((problem) => {
          const line = problem.line ?? 1;
          const column = problem.column ?? 1;
          return {
            message: problem.message,
            severity: problem.severity === "error" ? MarkerSeverity.Error : MarkerSeverity.Warning,
            startLineNumber: line,
            startColumn: column,
            endLineNumber: problem.end_line ?? line,
            // The end is the last character that belongs to it; the editor wants the one after.
            endColumn: (problem.end_column ?? column) + 1,
          };
        }),
    );
  }, [made, problems]);
}
