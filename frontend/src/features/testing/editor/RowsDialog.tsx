import { Button, Group, Modal, SegmentedControl, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Column, Row } from "../types";
import { columnsOf, linesOf } from "./cells";
import { RowsGrid } from "./RowsGrid";

interface Props {
  name: string;
  columns: readonly Column[] | null;
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  onClose: () => void;
}

/** More rows than that are edited as text: a grid of fields would be slow. */
const MOST_IN_GRID = 200;

/** Writes the rows that an output should give: in a grid, or as lines of JSON. */
export function RowsDialog({ name, columns, rows: first, onChange, onClose }: Props) {
  const [rows, setRows] = useState<readonly Row[]>(first);
  const [text, setText] = useState<string | null>(null);
  const all = columnsOf(columns, rows);
  const gridless = all.length === 0 || rows.length > MOST_IN_GRID;
  const asText = text !== null || gridless;
  const shown = text ?? rows.map((row) => JSON.stringify(row)).join("\n");
  const read = asText ? linesOf(shown) : { rows: [...rows] };
  const save = () => {
    if (!("rows" in read)) return;
    onChange(read.rows);
    onClose();
  };
  const turn = (to: string) => {
    if (to === "text") setText(shown);
    else if ("rows" in read) {
      setRows(read.rows);
      setText(null);
    }
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={`Rows expected of ${name}`}>
      <Group justify="space-between" mb="sm">
        <Text fz="sm" c="dimmed" flex={1} miw={260}>
          Nothing in a field is NULL. An update or a deletion is a row with its kind in <code>_kind</code>:
          +I, −U, +U or −D.
        </Text>
        <SegmentedControl
          size="xs"
          disabled={gridless}
          data={[
            { value: "grid", label: "Grid" },
            { value: "text", label: "JSON lines" },
          ]}
          value={asText ? "text" : "grid"}
          onChange={turn}
        />
      </Group>
      {asText ? (
        <Textarea
          aria-label="Rows as JSON lines"
          autosize
          minRows={8}
          maxRows={20}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
          placeholder={'{"city": "Berlin", "orders": 3}'}
          value={shown}
          error={"problem" in read ? read.problem : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <RowsGrid columns={all} rows={rows} onChange={setRows} />
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!("rows" in read)} onClick={save}>
          Expect {"rows" in read ? read.rows.length : ""} rows
        </Button>
      </Group>
    </Modal>
  );
}
