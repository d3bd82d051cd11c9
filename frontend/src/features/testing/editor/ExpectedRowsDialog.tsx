import { Button, Group, Modal, SegmentedControl, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Row, RunColumn } from "../types";
import { mergeColumns, parseJsonLines } from "./cells";
import { RowsGrid } from "./RowsGrid";

interface Props {
  name: string;
  columns: readonly RunColumn[] | null;
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  onClose: () => void;
}

/** More rows are edited as text, because a grid of fields would be slow. */
const MAX_GRID_ROWS = 200;

/** Edits the expected rows of an output in a grid or as JSON lines. */
export function ExpectedRowsDialog({ name, columns, rows: first, onChange, onClose }: Props) {
  const [rows, setRows] = useState<readonly Row[]>(first);
  const [text, setText] = useState<string | null>(null);
  const all = mergeColumns(columns, rows);
  const textOnly = all.length === 0 || rows.length > MAX_GRID_ROWS;
  const asText = text !== null || textOnly;
  const shown = text ?? rows.map((row) => JSON.stringify(row)).join("\n");
  const parsed = asText ? parseJsonLines(shown) : { rows: [...rows] };
  const save = () => {
    if (!("rows" in parsed)) return;
    onChange(parsed.rows);
    onClose();
  };
  const switchTo = (to: string) => {
    if (to === "text") setText(shown);
    else if ("rows" in parsed) {
      setRows(parsed.rows);
      setText(null);
    }
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={`Expected rows of ${name}`}>
      <Group justify="space-between" mb="sm">
        <Text fz="sm" c="dimmed" flex={1} miw={260}>
          An empty field is NULL. Updates and deletions have their row kind in <code>_kind</code>: +I, −U, +U
          or −D.
        </Text>
        <SegmentedControl
          size="xs"
          disabled={textOnly}
          data={[
            { value: "grid", label: "Grid" },
            { value: "text", label: "JSON lines" },
          ]}
          value={asText ? "text" : "grid"}
          onChange={switchTo}
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
          error={"problem" in parsed ? parsed.problem : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <RowsGrid columns={all} rows={rows} onChange={setRows} />
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!("rows" in parsed)} onClick={save}>
          Expect {"rows" in parsed ? parsed.rows.length : ""} rows
        </Button>
      </Group>
    </Modal>
  );
}
