import { Stack, Table, Text, Title } from "@mantine/core";
import type { Column } from "@/canvas/model/check";
import { useCheck } from "@/canvas/view/context";
import { useInputs, useNodeId } from "./widgets/nodeContext";

/** What goes in and what comes out, with Flink's types, as of the last check. */
export function ColumnsTab() {
  const id = useNodeId();
  const inputs = useInputs();
  const output = useCheck((state) => state.columns.get(id));
  return (
    <Stack gap="lg">
      {output && <Columns title="Output" columns={output} />}
      {inputs.map((input) => (
        <Columns key={`${input.port} ${input.name}`} title={`Input: ${input.name}`} columns={input.columns} />
      ))}
      {!output && (
        <Text fz="sm" c="dimmed">
          The columns appear when the check finds no error in this step and in what it reads.
        </Text>
      )}
    </Stack>
  );
}

function Columns({ title, columns }: { title: string; columns: readonly Column[] }) {
  return (
    <section>
      <Title order={3} mb={6}>
        {title}
      </Title>
      {columns.length === 0 ? (
        <Text fz="sm" c="dimmed">
          Not known yet.
        </Text>
      ) : (
        <Table verticalSpacing={5} horizontalSpacing="xs" withTableBorder aria-label={title}>
          <Table.Tbody>
            {columns.map((column) => (
              <Table.Tr key={column.name}>
                <Table.Td ff="monospace" fz="xs">
                  {column.name}
                </Table.Td>
                <Table.Td fz="xs" c="dimmed">
                  {column.type}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
