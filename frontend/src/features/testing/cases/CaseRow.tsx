import { ActionIcon, Menu, TextInput, Tooltip } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { notifyError } from "@/ui/notify";
import { StatusMark } from "@/ui/Status";
import { stateOf, toneOf, took, wordOf } from "../state";
import { useRenameCase } from "../testing";
import type { Case } from "../types";
import type { Tests } from "../useTests";
import styles from "./Cases.module.css";

interface Props {
  tests: Tests;
  one: Case;
  shown: boolean;
  renaming: boolean;
  onRenaming: (yes: boolean) => void;
  onSelect: () => void;
  onDuplicate: () => void;
  onDelete: () => void;
}

/** One case: how it fares, and what can be done with it. */
export function CaseRow(props: Props) {
  const { tests, one, shown, renaming, onRenaming, onSelect } = props;
  const state = stateOf(one.last_run);
  const before = state === "stale" && one.last_run ? `, was: ${wordOf(one.last_run.state)}` : "";
  const words = `${wordOf(state)}${before}`;
  if (renaming) return <Renaming tests={tests} one={one} onDone={() => onRenaming(false)} />;
  return (
    <li className={styles.row} data-shown={shown || undefined}>
      <button
        type="button"
        className={styles.open}
        data-case={one.id}
        aria-current={shown}
        title={one.description || one.name}
        onClick={onSelect}
        onDoubleClick={() => tests.may && onRenaming(true)}
      >
        <StatusMark tone={toneOf(state)} label={words} />
        <span className={styles.name}>
          {one.name}
          <small data-bad={state === "failed" || state === "error" || undefined}>
            {[words, state === "stale" ? "" : took(one.last_run?.milliseconds)].filter(Boolean).join(" · ")}
          </small>
        </span>
      </button>
      <span className={styles.acts}>
        <Tooltip label="Run this case">
          <ActionIcon
            variant="subtle"
            size="sm"
            disabled={!tests.may || toneOf(state) === "busy"}
            aria-label={`Run ${one.name}`}
            onClick={() => void tests.run([one.id])}
          >
            <IconPlayerPlay size={15} />
          </ActionIcon>
        </Tooltip>
        <More {...props} />
      </span>
    </li>
  );
}

function More({ tests, one, onRenaming, onDuplicate, onDelete }: Props) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          disabled={!tests.may}
          aria-label={`More for ${one.name}`}
        >
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onRenaming(true)}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={onDuplicate}>
          Duplicate
        </Menu.Item>
        <Menu.Item color="coral" leftSection={<IconTrash size={15} />} onClick={onDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Renaming({ tests, one, onDone }: { tests: Tests; one: Case; onDone: () => void }) {
  const [name, setName] = useState(one.name);
  const { mutate, error } = useRenameCase(tests.job);
  const done = () => {
    const next = name.trim();
    if (next === "" || next === one.name) return onDone();
    mutate(
      { id: one.id, name: next, revision: one.revision },
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
