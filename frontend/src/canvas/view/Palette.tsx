import { ScrollArea, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useMemo, useState } from "react";
import type { Operator } from "@/canvas/model/operators";
import { addKind } from "./addNode";
import { useCanvasContext } from "./context";
import { OperatorIcon, operatorTone } from "./icons";
import styles from "./Palette.module.css";
import { DRAG_TYPE } from "./usePaletteDrop";

interface Props {
  search: RefObject<HTMLInputElement | null>;
}

/** All kinds of steps: drag one onto the canvas, or click it, or find it and press Enter. */
export function Palette({ search }: Props) {
  const shared = useCanvasContext();
  const [query, setQuery] = useState("");
  const found = useMemo(() => searchOperators([...shared.catalogue.values()], query), [shared, query]);
  const add = (operator: Operator | undefined) => {
    if (!operator) return;
    addKind(shared, operator.kind, shared.view.current?.middle() ?? { x: 0, y: 0 });
    setQuery("");
    search.current?.blur();
  };
  return (
    <nav className={styles.palette} aria-label="Steps">
      <TextInput
        ref={search}
        size="xs"
        placeholder="Search steps"
        aria-label="Search steps"
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={styles.key}>/</kbd>}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") add(found[0]);
          if (event.key === "Escape") search.current?.blur();
        }}
      />
      <ScrollArea className={styles.list} type="auto" scrollbarSize={6}>
        {groupByRole(found).map(([group, operators]) => (
          <section key={group} aria-label={group}>
            <Text className={styles.group}>{group}</Text>
            {operators.map((operator) => (
              <Entry key={operator.kind} operator={operator} onAdd={() => add(operator)} />
            ))}
          </section>
        ))}
        {found.length === 0 && (
          <Text fz="xs" c="dimmed" p="xs">
            No step is called “{query}”.
          </Text>
        )}
      </ScrollArea>
    </nav>
  );
}

function Entry({ operator, onAdd }: { operator: Operator; onAdd: () => void }) {
  return (
    <Tooltip label={operator.summary} position="right" multiline maw={260} openDelay={500}>
      <UnstyledButton
        className={styles.entry}
        data-tone={operatorTone(operator)}
        data-kind={operator.kind}
        draggable
        onClick={onAdd}
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAG_TYPE, operator.kind);
          event.dataTransfer.effectAllowed = "copy";
        }}
      >
        <span className={styles.icon}>
          <OperatorIcon operator={operator} size={16} />
        </span>
        {operator.label}
      </UnstyledButton>
    </Tooltip>
  );
}

const ORDER = ["Sources", "Transforms", "Sinks"];

/** Kinds that match every word, best first: label before summary. */
export function searchOperators(operators: readonly Operator[], query: string): Operator[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groupByRole(operators).flatMap(([, group]) => group);
  return operators
    .map((operator) => ({ operator, score: score(operator, words) }))
    .filter(({ score: points }) => points > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ operator }) => operator);
}

function score(operator: Operator, words: readonly string[]): number {
  let points = 0;
  for (const word of words) {
    const label = operator.label.toLowerCase();
    if (label.startsWith(word)) points += 4;
    else if (label.includes(word) || operator.kind.includes(word)) points += 3;
    else if (operator.group.toLowerCase().startsWith(word)) points += 2;
    else if (operator.summary.toLowerCase().includes(word)) points += 1;
    else return 0;
  }
  return points;
}

/** Kinds by group, groups in the order in which rows flow. */
export function groupByRole(operators: readonly Operator[]): [string, Operator[]][] {
  const groups = new Map<string, Operator[]>();
  for (const operator of operators)
    groups.set(operator.group, [...(groups.get(operator.group) ?? []), operator]);
  const place = (group: string): number => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}
