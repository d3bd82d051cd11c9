import { Alert, Button, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { figure } from "./facts";
import type { Report } from "./types";

/** So many rows of the table are drawn at once: a thousand at a time would make a dialog slow. */
const STEP = 50;

const counted = (value: number, one: string, many: string) => `${figure(value)} ${value === 1 ? one : many}`;

/** "3 faults in 2 of 120 rows." */
export function summary({ fault_count, bad_rows, rows }: Report): string {
  const faults = counted(fault_count, "fault", "faults");
  if (bad_rows === 0) return `${faults}.`;
  return `${faults} in ${figure(bad_rows)} of ${counted(rows + bad_rows, "row", "rows")}.`;
}

/** Every bad value with its place: nothing of a file is stored while there is one. */
export function Faults({ report, stored = "Nothing was stored." }: { report: Report; stored?: string }) {
  const [shown, setShown] = useState(STEP);
  const { faults, fault_count } = report;
  return (
    <Stack gap="xs">
      <Alert
        color="coral"
        variant="light"
        role="alert"
        icon={<IconAlertTriangle size={18} />}
        title={`${summary(report)} ${stored}`}
      >
        Mend them in the file, or tell above how it is to be read.
      </Alert>
      <div className="p-table" style={{ maxHeight: 280 }}>
        <Table verticalSpacing={5} stickyHeader aria-label="Faults">
          <Table.Thead>
            <Table.Tr>
              <Table.Th data-figure w={80}>
                Row
              </Table.Th>
              <Table.Th w={180}>Column</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {faults.slice(0, shown).map(({ row, column, message }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: faults have no identity; the list is replaced whole
              <Table.Tr key={index}>
                <Table.Td data-figure style={{ whiteSpace: "nowrap" }}>
                  {row === 0 ? "file" : figure(row)}
                </Table.Td>
                <Table.Td ff="monospace" fz="xs">
                  {column ?? "–"}
                </Table.Td>
                <Table.Td fz="sm" style={{ overflowWrap: "anywhere" }}>
                  {message}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {faults.length > shown && (
          <Button variant="subtle" size="compact-sm" m={6} onClick={() => setShown(shown + 200)}>
            Show more of {figure(faults.length)}
          </Button>
        )}
      </div>
      {fault_count > faults.length && (
        <Text fz="xs" c="dimmed">
          The first {figure(faults.length)} of {figure(fault_count)} are listed.
        </Text>
      )}
    </Stack>
  );
}
