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
import { EMPTY_EXPECTATION } from "../definition";
import type { CompareMode, Expectation, RunColumn } from "../types";
import { mergeColumns } from "./cells";
import styles from "./Editor.module.css";
import { ExpectedRowsDialog } from "./ExpectedRowsDialog";

const COMPARE_MODES: readonly { value: CompareMode; label: string; about: string }[] = [
  { value: "multiset", label: "Any order", about: "All changes, in any order" },
  { value: "ordered", label: "In order", about: "All changes, in this order" },
  { value: "table", label: "Final table", about: "The table that results from all changes" },
];

interface Props {
  name: string;
  columns: readonly RunColumn[] | null;
  /** The primary key of the sink. */
  sinkKey: readonly string[];
  expected: Expectation | null;
  onChange: (expected: Expectation | null) => void;
}

/** The expected rows of one output, and how they are compared. */
export function ExpectedCard({ name, columns, sinkKey, expected, onChange }: Props) {
  const [editingRows, setEditingRows] = useState(false);
  const dialog = editingRows && (
    <ExpectedRowsDialog
      name={name}
      columns={columns}
      rows={expected?.rows ?? []}
      onClose={() => setEditingRows(false)}
      onChange={(rows) => onChange({ ...(expected ?? EMPTY_EXPECTATION), rows })}
    />
  );
  if (!expected) {
    return (
      <section className={styles.card} aria-label={`Expected of ${name}`}>
        <div className={styles.cardHead}>
          <b>{name}</b>
          <p className={styles.hint}>Nothing expected yet. Run the case and accept its output, or</p>
          <Button size="compact-xs" variant="default" onClick={() => setEditingRows(true)}>
            Enter rows
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
          data={COMPARE_MODES.map(({ value, label, about }) => ({
            value,
            label: <span title={about}>{label}</span>,
          }))}
          value={mode}
          onChange={(next) => onChange({ ...expected, mode: next as CompareMode })}
        />
        <span className={styles.gap} />
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPencil size={13} />}
          onClick={() => setEditingRows(true)}
        >
          {rows.length === 1 ? "1 row" : `${rows.length} rows`}
        </Button>
        <Tooltip label="Remove the expectation">
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Remove the expectation for ${name}`}
            onClick={() => onChange(null)}
          >
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ComparisonSettings columns={columns} sinkKey={sinkKey} expected={expected} onChange={onChange} />
      {dialog}
    </section>
  );
}

function ComparisonSettings({
  columns,
  sinkKey,
  expected,
  onChange,
}: Omit<Props, "name"> & { expected: Expectation }) {
  const { key, ignore, partial, tolerance, rows } = expected;
  const names = mergeColumns(columns, rows).map((column) => column.name);
  const withChosen = (chosen: readonly string[]) =>
    [...new Set([...names, ...chosen])].filter((one) => one !== "_kind");
  const customized = partial || key.length > 0 || ignore.length > 0;
  const tolerant = tolerance.absolute > 0 || tolerance.relative > 0 || tolerance.ms > 0;
  const changeTolerance = (change: Partial<Expectation["tolerance"]>) =>
    onChange({ ...expected, tolerance: { ...tolerance, ...change } });
  const toNumber = (value: string | number) => (typeof value === "number" ? value : 0);
  return (
    <details className={styles.more} open={customized || tolerant || undefined}>
      <summary>Comparison: key, ignored columns, tolerance</summary>
      <div className={styles.fields}>
        <MultiSelect
          size="xs"
          flex={1}
          miw={150}
          label="Key"
          placeholder={key.length === 0 ? (sinkKey.length > 0 ? sinkKey.join(", ") : "detected") : ""}
          data={withChosen(key)}
          value={[...key]}
          onChange={(next) => onChange({ ...expected, key: next })}
        />
        <MultiSelect
          size="xs"
          flex={1}
          miw={150}
          label="Ignored columns"
          placeholder={ignore.length === 0 ? "none" : ""}
          data={withChosen(ignore)}
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
          onChange={(value) => changeTolerance({ absolute: toNumber(value) })}
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
          onChange={(value) => changeTolerance({ relative: toNumber(value) / 100 })}
        />
        <NumberInput
          size="xs"
          w={100}
          label="Times ±"
          suffix=" ms"
          min={0}
          hideControls
          value={tolerance.ms}
          onChange={(value) => changeTolerance({ ms: Math.round(toNumber(value)) })}
        />
        <Switch
          size="xs"
          mb={7}
          label="Rows may omit columns"
          checked={partial}
          onChange={(event) => onChange({ ...expected, partial: event.currentTarget.checked })}
        />
      </div>
    </details>
  );
}
