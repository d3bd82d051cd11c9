import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconCopy, IconPencil, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ActionsMenu } from "@/ui/ActionsMenu";
import { notifyError } from "@/ui/notify";
import { StatusMark } from "@/ui/Status";
import { useRenameCase } from "../mutations";
import { formatRunTime, getCaseState, getStateLabel, getStateTone } from "../runState";
import type { Case } from "../types";
import type { TestSuite } from "../useTestSuite";
import styles from "./Cases.module.css";

interface Props {
  tests: TestSuite;
  testCase: Case;
  selected: boolean;
  renaming: boolean;
  onRenamingChange: (yes: boolean) => void;
  onSelect: () => void;
  onDuplicate: () => void;
  onDelete: () => void;
}

/** One case: its state, and its actions. */
export function CaseRow(props: Props) {
  const { tests, testCase, selected, renaming, onRenamingChange, onSelect, onDuplicate, onDelete } = props;
  const state = getCaseState(testCase.last_run);
  const previous =
    state === "stale" && testCase.last_run ? `, was: ${getStateLabel(testCase.last_run.state)}` : "";
  const label = `${getStateLabel(state)}${previous}`;
  if (renaming)
    return <RenameField tests={tests} testCase={testCase} onDone={() => onRenamingChange(false)} />;
  return (
    <li className={styles.row} data-shown={selected || undefined}>
      <button
        type="button"
        className={styles.open}
        data-case={testCase.id}
        aria-current={selected}
        title={testCase.description || testCase.name}
        onClick={onSelect}
        onDoubleClick={() => tests.mayEdit && onRenamingChange(true)}
      >
        <StatusMark tone={getStateTone(state)} label={label} />
        <span className={styles.name}>
          {testCase.name}
          <small data-bad={state === "failed" || state === "error" || undefined}>
            {[label, state === "stale" ? "" : formatRunTime(testCase.last_run?.milliseconds)]
              .filter(Boolean)
              .join(" · ")}
          </small>
        </span>
      </button>
      <span className={styles.acts}>
        <Tooltip label="Run this case">
          <ActionIcon
            variant="subtle"
            size="sm"
            disabled={!tests.mayEdit || getStateTone(state) === "busy"}
            aria-label={`Run ${testCase.name}`}
            onClick={() => void tests.run([testCase.id])}
          >
            <IconPlayerPlay size={15} />
          </ActionIcon>
        </Tooltip>
        <ActionsMenu
          label={`More for ${testCase.name}`}
          size="sm"
          disabled={!tests.mayEdit}
          actions={[
            { label: "Rename", Icon: IconPencil, run: () => onRenamingChange(true) },
            { label: "Duplicate", Icon: IconCopy, run: onDuplicate },
            { label: "Delete", Icon: IconTrash, danger: true, run: onDelete },
          ]}
        />
      </span>
    </li>
  );
}

function RenameField({ tests, testCase, onDone }: { tests: TestSuite; testCase: Case; onDone: () => void }) {
  const [name, setName] = useState(testCase.name);
  const { mutate, error } = useRenameCase(tests.job);
  const done = () => {
    const next = name.trim();
    if (next === "" || next === testCase.name) return onDone();
    mutate(
      { id: testCase.id, name: next, revision: testCase.revision },
      { onSuccess: onDone, onError: (problem) => notifyError("The case was not renamed", problem) },
    );
  };
  return (
    <li className={styles.row}>
      <TextInput
        size="xs"
        w="100%"
        aria-label="Name of the case"
        data-autofocus
        autoFocus
        maxLength={100}
        value={name}
        error={error ? true : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") onDone();
        }}
      />
    </li>
  );
}
