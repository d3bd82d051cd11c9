import { Alert, Button, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { formatCount } from "./packLabels";
import type { Report } from "./types";

/** Rows rendered at a time: a thousand would make the dialog slow. */
const PAGE_SIZE = 50;

const pluralize = (value: number, one: string, many: string) =>
  `${formatCount(value)} ${value === 1 ? one : many}`;

/** "3 errors in 2 of 120 rows." */
export function summarizeErrors({ fault_count, bad_rows, rows }: Report): string {
  const errors = pluralize(fault_count, "error", "errors");
  if (bad_rows === 0) return `${errors}.`;
  return `${errors} in ${formatCount(bad_rows)} of ${pluralize(rows + bad_rows, "row", "rows")}.`;
}

/** Every bad value with its row and column: a file is stored only when there is none. */
export function RowErrors({ report, stored = "Nothing was stored." }: { report: Report; stored?: string }) {
  const [shown, setShown] = useState(PAGE_SIZE);
  const { faults, fault_count } = report;
  return (
    <Stack gap="xs">
      <Alert
        color="coral"
        variant="light"
        role="alert"
        icon={<IconAlertTriangle size={18} />}
        title={`${summarizeErrors(report)} ${stored}`}
      >
        Fix them in the file, or change above how the file is read.
      </Alert>
      <div className="p-table" style={{ maxHeight: 280 }}>
        <Table verticalSpacing={5} stickyHeader aria-label="Errors">
          <Table.Thead>
            <Table.Tr>
              <Table.Th data-figure w={80}>
                Row
              </Table.Th>
              <Table.Th w={180}>Column</Table.Th>
              <Table.Th>Error</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {faults.slice(0, shown).map(({ row, column, message }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: errors have no identity; the list is replaced as a whole
              <Table.Tr key={index}>
                <Table.Td data-figure style={{ whiteSpace: "nowrap" }}>
                  {row === 0 ? "file" : formatCount(row)}
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
            Show more of {formatCount(faults.length)}
          </Button>
        )}
      </div>
      {fault_count > faults.length && (
        <Text fz="xs" c="dimmed">
          Only the first {formatCount(faults.length)} of {formatCount(fault_count)} are listed.
        </Text>
      )}
    </Stack>
  );
}
