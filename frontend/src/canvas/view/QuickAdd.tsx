import { Combobox, Text, TextInput, useCombobox } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { matchingOperators } from "@/canvas/model/topology";
import { addAtDanglingConnection } from "./addNode";
import { type QuickAddTarget, useCanvasContext, useUi } from "./context";
import { OperatorIcon, operatorTone } from "./icons";
import { searchOperators } from "./Palette";
import styles from "./QuickAdd.module.css";

/** Where a line was let go over nothing: what could stand there? Only kinds that fit the line are offered. */
export function QuickAdd() {
  const place = useUi((state) => state.quickAdd);
  return place && <Menu place={place} key={`${place.at.x} ${place.at.y}`} />;
}

function Menu({ place }: { place: QuickAddTarget }) {
  const shared = useCanvasContext();
  const [query, setQuery] = useState("");
  const close = () => shared.ui.setState({ quickAdd: null });
  const box = useClickOutside(close);
  const combobox = useCombobox({ opened: true });
  const needs = place.from === null ? null : place.from.side === "output" ? "inputs" : "outputs";
  const found = useMemo(
    () => searchOperators(matchingOperators(shared.catalogue, needs), query),
    [shared, needs, query],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer starts at its first entry
  useEffect(() => {
    combobox.selectFirstOption();
  }, [found]);
  return (
    <div
      ref={box}
      className={styles.menu}
      style={{ left: place.on.x, top: place.on.y }}
      role="dialog"
      aria-label="Add a step here"
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <Combobox
        store={combobox}
        onOptionSubmit={(kind) => addAtDanglingConnection(shared, kind, place.at, place.from)}
      >
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            autoFocus
            size="xs"
            placeholder="Add a step…"
            aria-label="Search for a step"
            leftSection={<IconSearch size={14} />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options className={styles.options}>
          {found.map((operator) => (
            <Combobox.Option
              value={operator.kind}
              key={operator.kind}
              className={styles.option}
              data-tone={operatorTone(operator)}
            >
              <OperatorIcon operator={operator} size={16} />
              <span>{operator.label}</span>
            </Combobox.Option>
          ))}
          {found.length === 0 && (
            <Text fz="xs" c="dimmed" p="xs">
              Nothing of that name fits here.
            </Text>
          )}
        </Combobox.Options>
      </Combobox>
    </div>
  );
}
