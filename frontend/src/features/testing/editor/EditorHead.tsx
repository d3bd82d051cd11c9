import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useStore } from "zustand";
import { StatusMark, type Tone } from "@/ui/Status";
import type { Case } from "../types";
import styles from "./Editor.module.css";
import type { CaseKeeper, CaseState } from "./keeper";

const PHASES: Record<CaseState["phase"], readonly [Tone, string]> = {
  saved: ["done", "Saved"],
  unsaved: ["busy", "Saving…"],
  saving: ["busy", "Saving…"],
  offline: ["bad", "Not saved yet"],
  refused: ["bad", "Not saved"],
  stale: ["warn", "Changed elsewhere"],
};

/** The case's name, whether it is saved, undo, and the question that two editors of one case lead to. */
export function EditorHead({ keeper, one, may }: { keeper: CaseKeeper; one: Case; may: boolean }) {
  const { phase, reason, past, future } = useStore(keeper.state);
  const [tone, word] = PHASES[phase];
  return (
    <>
      <header className={styles.head}>
        <h2>{one.name}</h2>
        <Tooltip label={reason ?? "Everything is saved by itself"} multiline maw={300}>
          <span className={styles.phase} role="status" data-testid="case-state">
            <StatusMark tone={tone} size={12} />
            {may ? word : "Read-only"}
          </span>
        </Tooltip>
        <span className={styles.gap} />
        <Tooltip label="Undo">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Undo"
            disabled={past.length === 0 || !may}
            onClick={keeper.undo}
          >
            <IconArrowBackUp size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Redo">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Redo"
            disabled={future.length === 0 || !may}
            onClick={keeper.redo}
          >
            <IconArrowForwardUp size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      {phase === "stale" && (
        <div className={styles.banner} role="alert">
          <span>
            Somebody else has changed this case meanwhile. Whichever you take, the other one is an undo away.
          </span>
          <Button size="compact-xs" variant="default" onClick={() => keeper.resolve("theirs")}>
            Show theirs
          </Button>
          <Button size="compact-xs" onClick={() => keeper.resolve("mine")}>
            Keep mine
          </Button>
        </div>
      )}
      {(phase === "refused" || phase === "offline") && (
        <div className={styles.banner} data-bad role="alert">
          <span>{reason}</span>
        </div>
      )}
    </>
  );
}
