import { type KeyboardEvent, useState } from "react";
import { confirm } from "@/ui/confirm";
import { notifyError } from "@/ui/notify";
import { useDeleteCase } from "../mutations";
import type { Case } from "../types";
import type { TestSuite } from "../useTestSuite";
import { CaseRow } from "./CaseRow";
import styles from "./Cases.module.css";
import { useNewCase } from "./useNewCase";

interface Props {
  tests: TestSuite;
  selected: string;
  onSelect: (id: string) => void;
}

/** The list of cases. Arrow keys move the selection, F2 renames, Delete deletes. */
export function CaseList({ tests, selected, onSelect }: Props) {
  const { mutateAsync } = useDeleteCase();
  const { duplicate } = useNewCase(tests, undefined, onSelect);
  const [renamedCase, setRenamedCase] = useState<string | null>(null);
  const list = tests.cases ?? [];

  const confirmAndDelete = async (one: Case) => {
    const yes = await confirm({
      title: `Delete ${one.name}?`,
      action: "Delete",
      danger: true,
      children: "Submitted versions keep their copy of it.",
    });
    if (!yes) return;
    const at = list.indexOf(one);
    await mutateAsync(one.id).then(
      () => onSelect((list[at + 1] ?? list[at - 1])?.id ?? ""),
      (error) => notifyError("The case was not deleted", error),
    );
  };

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    if (event.target instanceof HTMLInputElement) return;
    const at = list.findIndex(({ id }) => id === selected);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
    const one = list[at];
    if (to !== undefined) {
      const next = list[Math.max(0, Math.min(list.length - 1, to))];
      if (!next) return;
      onSelect(next.id);
      event.currentTarget.querySelector<HTMLElement>(`[data-case="${next.id}"]`)?.focus();
    } else if (event.key === "F2" && one && tests.mayEdit) setRenamedCase(one.id);
    else if (event.key === "Delete" && one && tests.mayEdit) void confirmAndDelete(one);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <ul className={styles.list} aria-label="Test cases" onKeyDown={onKeyDown}>
      {list.map((one) => (
        <CaseRow
          key={one.id}
          tests={tests}
          testCase={one}
          selected={one.id === selected}
          renaming={renamedCase === one.id}
          onRenamingChange={(yes) => setRenamedCase(yes ? one.id : null)}
          onSelect={() => onSelect(one.id)}
          onDuplicate={() => void duplicate(one)}
          onDelete={() => void confirmAndDelete(one)}
        />
      ))}
    </ul>
  );
}
