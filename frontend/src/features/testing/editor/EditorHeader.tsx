import { Button, Tooltip } from "@mantine/core";
import { useStore } from "zustand";
import { StatusMark, type Tone } from "@/ui/Status";
import { UndoRedoButtons } from "@/ui/UndoRedoButtons";
import type { Case } from "../types";
import type { CaseAutosave, CaseEditState } from "./caseAutosave";
import styles from "./Editor.module.css";

const PHASE_LABELS: Record<CaseEditState["phase"], readonly [Tone, string]> = {
  saved: ["done", "Saved"],
  unsaved: ["busy", "Saving…"],
  saving: ["busy", "Saving…"],
  offline: ["bad", "Not saved yet"],
  rejected: ["bad", "Not saved"],
  conflict: ["warn", "Changed elsewhere"],
};

/** The name of the case, its save state, undo, and the choice after an edit conflict. */
export function EditorHeader({
  autosave,
  testCase,
  mayEdit,
}: {
  autosave: CaseAutosave;
  testCase: Case;
  mayEdit: boolean;
}) {
  const { phase, reason, past, future } = useStore(autosave.state);
  const [tone, word] = PHASE_LABELS[phase];
  return (
    <>
      <header className={styles.head}>
        <h2>{testCase.name}</h2>
        <Tooltip label={reason ?? "Changes are saved automatically"} multiline maw={300}>
          <span className={styles.phase} role="status" data-testid="case-state">
            <StatusMark tone={tone} size={12} />
            {mayEdit ? word : "Read-only"}
          </span>
        </Tooltip>
        <span className={styles.gap} />
        <UndoRedoButtons
          size="sm"
          canUndo={past.length > 0 && mayEdit}
          canRedo={future.length > 0 && mayEdit}
          onUndo={autosave.undo}
          onRedo={autosave.redo}
        />
      </header>
      {phase === "conflict" && (
        <div className={styles.banner} role="alert">
          <span>
            Somebody else has changed this case in the meantime. Choose a version; Undo restores the other
            one.
          </span>
          <Button size="compact-xs" variant="default" onClick={() => autosave.resolve("theirs")}>
            Use theirs
          </Button>
          <Button size="compact-xs" onClick={() => autosave.resolve("mine")}>
            Keep mine
          </Button>
        </div>
      )}
      {(phase === "rejected" || phase === "offline") && (
        <div className={styles.banner} data-bad role="alert">
          <span>{reason}</span>
        </div>
      )}
    </>
  );
}
