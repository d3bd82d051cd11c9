import { ScrollArea, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useMemo, useState } from "react";
import type { Operator } from "@/canvas/model/operators";
import { addKind } from "./addNode";
import { useCanvasContext } from "./context";
import { OperatorIcon, operatorTone } from "./icons";
import styles from "./Palette.module.css";
import { groupByRole, searchOperators } from "./search";
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
