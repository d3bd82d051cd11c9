import {
  ActionIcon,
  Button,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Switch,
  Tooltip,
} from "@mantine/core";
import { IconPencil, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { NOTHING_EXPECTED } from "../definition";
import type { Column, Expected, Look } from "../types";
import { columnsOf } from "./cells";
import styles from "./Editor.module.css";
import { RowsDialog } from "./RowsDialog";

const LOOKS: readonly { value: Look; label: string; about: string }[] = [
  { value: "multiset", label: "Any order", about: "All changes, whatever their order" },
  { value: "ordered", label: "In order", about: "All changes, one after the other" },
  { value: "table", label: "Final table", about: "What the changes leave in the end" },
];

interface Props {
  name: string;
  columns: readonly Column[] | null;
  /** The key that the sink itself has. */
  sinkKey: readonly string[];
  expected: Expected | null;
  onChange: (expected: Expected | null) => void;
}

/** What one output should give, and how closely. */
export function ExpectedCard({ name, columns, sinkKey, expected, onChange }: Props) {
  const [writing, setWriting] = useState(false);
  const dialog = writing && (
    <RowsDialog
      name={name}
      columns={columns}
      rows={expected?.rows ?? []}
      onClose={() => setWriting(false)}
      onChange={(rows) => onChange({ ...(expected ?? NOTHING_EXPECTED), rows })}
    />
  );
  if (!expected) {
    return (
      <section className={styles.card} aria-label={`Expected of ${name}`}>
        <div className={styles.cardHead}>
          <b>{name}</b>
          <p className={styles.hint}>Nothing expected yet. Run the case and accept what comes, or</p>
          <Button size="compact-xs" variant="default" onClick={() => setWriting(true)}>
            Write rows
          </Button>
        </div>
        {dialog}
      </section>
    );
  }
  const { rows, mode } = expected;
  return (
    <section className={styles.card} aria-label={`Expected of ${name}`}>
      <div className={styles.cardHead}>
        <b>{name}</b>
        <SegmentedControl
          size="xs"
          aria-label={`How ${name} is compared`}
          data={LOOKS.map(({ value, label, about }) => ({
            value,
            label: <span title={about}>{label}</span>,
          }))}
          value={mode}
          onChange={(next) => onChange({ ...expected, mode: next as Look })}
        />
        <span className={styles.gap} />
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPencil size={13} />}
          onClick={() => setWriting(true)}
        >
          {rows.length === 1 ? "1 row" : `${rows.length} rows`}
        </Button>
        <Tooltip label="Expect nothing of it">
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Expect nothing of ${name}`}
            onClick={() => onChange(null)}
          >
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Closeness columns={columns} sinkKey={sinkKey} expected={expected} onChange={onChange} />
      {dialog}
    </section>
  );
}

function Closeness({ columns, sinkKey, expected, onChange }: Omit<Props, "name"> & { expected: Expected }) {
  const { key, ignore, partial, tolerance, rows } = expected;
  const names = columnsOf(columns, rows).map((column) => column.name);
  const also = (chosen: readonly string[]) =>
    [...new Set([...names, ...chosen])].filter((one) => one !== "_kind");
  const set = partial || key.length > 0 || ignore.length > 0;
  const near = tolerance.absolute > 0 || tolerance.relative > 0 || tolerance.ms > 0;
  const tolerate = (change: Partial<Expected["tolerance"]>) =>
    onChange({ ...expected, tolerance: { ...tolerance, ...change } });
  const number = (value: string | number) => (typeof value === "number" ? value : 0);
  return (
    <details className={styles.more} open={set || near || undefined}>
      <summary>How closely: key, ignored columns, tolerance</summary>
      <div className={styles.fields}>
        <MultiSelect
          size="xs"
          flex={1}
          miw={150}
          label="Key"
          placeholder={key.length === 0 ? (sinkKey.length > 0 ? sinkKey.join(", ") : "found by itself") : ""}
          data={also(key)}
          value={[...key]}
          onChange={(next) => onChange({ ...expected, key: next })}
        />
        <MultiSelect
          size="xs"
          flex={1}
          miw={150}
          label="Ignored columns"
          placeholder={ignore.length === 0 ? "none" : ""}
          data={also(ignore)}
          value={[...ignore]}
          onChange={(next) => onChange({ ...expected, ignore: next })}
        />
      </div>
      <div className={styles.fields}>
        <NumberInput
          size="xs"
          w={110}
          label="Numbers ±"
          min={0}
          hideControls
          value={tolerance.absolute}
          onChange={(value) => tolerate({ absolute: number(value) })}
        />
        <NumberInput
          size="xs"
          w={90}
          label="or ± share"
          suffix=" %"
          min={0}
          max={99}
          hideControls
          value={Math.round(tolerance.relative * 1e6) / 1e4}
          onChange={(value) => tolerate({ relative: number(value) / 100 })}
        />
        <NumberInput
          size="xs"
          w={100}
          label="Times ±"
          suffix=" ms"
          min={0}
          hideControls
          value={tolerance.ms}
          onChange={(value) => tolerate({ ms: Math.round(number(value)) })}
        />
        <Switch
          size="xs"
          mb={7}
          label="Rows may leave columns out"
          checked={partial}
          onChange={(event) => onChange({ ...expected, partial: event.currentTarget.checked })}
        />
      </div>
    </details>
  );
}
