import { Button, Group, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { notifyError, notifySuccess } from "@/ui/notify";
import { useAcceptOutputs } from "../mutations";
import { RowsTable } from "../rows/RowsTable";
import type { Case, CompareMode, RunOutput } from "../types";
import type { TestSuite } from "../useTestSuite";
import { computeFinalTable, isAppendOnly, toExpectedRows } from "./ChangesTable";
import { compareRows } from "./diff";

interface Props {
  tests: TestSuite;
  testCase: Case;
  run: string;
  output: RunOutput;
  onClose: () => void;
}

/** Previews an output and accepts it as expected; then the case runs again. */
export function AcceptDialog({ tests, testCase, run, output, onClose }: Props) {
  const before = testCase.definition.expected[output.name];
  const [mode, setMode] = useState<CompareMode>(
    () => before?.mode ?? (isAppendOnly(output.changes) ? "multiset" : "table"),
  );
  const accept = useAcceptOutputs(tests.job);
  const key = before && before.key.length > 0 ? before.key : output.key;
  const rows = mode === "table" ? computeFinalTable(output.changes, key) : toExpectedRows(output.changes);
  const { removed, added } = compareRows(before?.rows ?? [], rows);
  const truncated = output.changes.length < output.count;
  const columns =
    mode === "table" || isAppendOnly(output.changes) ? output.columns : [KIND, ...output.columns];
  const submit = async () => {
    try {
      await tests.beforeRun.current?.();
      await accept.mutateAsync({ run, outputs: [output.name], mode: { [output.name]: mode } });
      notifySuccess(`${output.name} is now expected.`);
      onClose();
      await tests.run([testCase.id]);
    } catch (error) {
      notifyError("The output was not accepted", error);
    }
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={`Accept the output of ${output.name}?`}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fz="sm" c="dimmed">
            {truncated
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
            onChange={(value) => setMode(value as CompareMode)}
          />
        </Group>
        {removed.length > 0 && !truncated && (
          <>
            <Text fz="sm" fw={600}>
              No longer expected: {removed.length}
            </Text>
            <RowsTable columns={columns} rows={removed} mark="removed" />
          </>
        )}
        {added.length > 0 && (
          <>
            <Text fz="sm" fw={600}>
              {before ? `New: ${added.length}` : `Rows: ${added.length}`}
            </Text>
            <RowsTable columns={columns} rows={added} mark="added" />
          </>
        )}
        {removed.length === 0 && added.length === 0 && (
          <Text fz="sm">{rows.length === 0 ? "No rows will be expected." : "The rows stay the same."}</Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button data-autofocus loading={accept.isPending} onClick={() => void submit()}>
            Accept as expected
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const KIND = { name: "_kind", type: "" };
