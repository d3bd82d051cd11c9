import { Button, Group, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { notifyError, notifySuccess } from "@/ui/notify";
import { useAccept } from "../testing";
import type { Case, Look, Output } from "../types";
import type { Tests } from "../useTests";
import { asRows, finalTable, onlyAdds } from "./changes";
import { acceptance } from "./diff";
import { TableView } from "./TableView";

interface Props {
  tests: Tests;
  one: Case;
  run: string;
  output: Output;
  onClose: () => void;
}

/** A look at what will be expected from now on, and one click. The case runs again with it. */
export function AcceptDialog({ tests, one, run, output, onClose }: Props) {
  const before = one.definition.expected[output.name];
  const [mode, setMode] = useState<Look>(
    () => before?.mode ?? (onlyAdds(output.changes) ? "multiset" : "table"),
  );
  const accept = useAccept(tests.job);
  const key = before && before.key.length > 0 ? before.key : output.key;
  const rows = mode === "table" ? finalTable(output.changes, key) : asRows(output.changes);
  const { gone, come } = acceptance(before?.rows ?? [], rows);
  const part = output.changes.length < output.count;
  const columns = mode === "table" || onlyAdds(output.changes) ? output.columns : [KIND, ...output.columns];
  const go = async () => {
    try {
      await tests.beforeRun.current?.();
      await accept.mutateAsync({ run, outputs: [output.name], mode: { [output.name]: mode } });
      notifySuccess(`${output.name} is expected from now on.`);
      onClose();
      await tests.run([one.id]);
    } catch (error) {
      notifyError("It was not accepted", error);
    }
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={`Expect this of ${output.name}?`}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fz="sm" c="dimmed">
            {part
              ? `All ${output.count} changes will be expected; the first ${output.changes.length} are shown.`
              : `${rows.length} ${rows.length === 1 ? "row" : "rows"} will be expected, compared as`}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label="Compared as"
            data={[
              { value: "multiset", label: "Any order" },
              { value: "ordered", label: "In order" },
              { value: "table", label: "Final table" },
            ]}
            value={mode}
            onChange={(value) => setMode(value as Look)}
          />
        </Group>
        {gone.length > 0 && !part && (
          <>
            <Text fz="sm" fw={600}>
              No longer expected: {gone.length}
            </Text>
            <TableView columns={columns} rows={gone} mark="gone" />
          </>
        )}
        {come.length > 0 && (
          <>
            <Text fz="sm" fw={600}>
              {before ? `New: ${come.length}` : `Rows: ${come.length}`}
            </Text>
            <TableView columns={columns} rows={come} mark="come" />
          </>
        )}
        {gone.length === 0 && come.length === 0 && (
          <Text fz="sm">
            {rows.length === 0 ? "It will be expected that nothing comes out." : "The rows stay the same."}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button data-autofocus loading={accept.isPending} onClick={() => void go()}>
            Accept as expected
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const KIND = { name: "_kind", type: "" };
