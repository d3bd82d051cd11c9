import { Group, NumberInput, Select, Table, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { cellText } from "@/ui/DataTable";
import type { Mask, MaskRule, PackColumn } from "../types";
import { masked, RULES, rulesFor } from "./masks";

interface Props {
  columns: readonly PackColumn[];
  eventTime: string;
  /** The latest record of the topic: what the rules are shown on. */
  example: Record<string, unknown>;
  masks: readonly Mask[];
  onChange: (masks: Mask[]) => void;
}

/** What happens to each column before anything is stored, shown on the latest record. */
export function MaskTable({ columns, eventTime, example, masks, onChange }: Props) {
  const put = (column: string, mask: Mask | null) =>
    onChange([...masks.filter((one) => one.column !== column), ...(mask ? [mask] : [])]);
  return (
    <div className="p-table" style={{ maxHeight: 336 }}>
      <Table verticalSpacing={4} stickyHeader aria-label="Masks">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th w={250}>Mask</Table.Th>
            <Table.Th>The latest record would be stored as</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <MaskRow
              key={column.name}
              column={column}
              rules={rulesFor(column, eventTime)}
              value={example[column.name]}
              mask={masks.find((one) => one.column === column.name)}
              onChange={(mask) => put(column.name, mask)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface RowProps {
  column: PackColumn;
  rules: MaskRule[];
  value: unknown;
  mask: Mask | undefined;
  onChange: (mask: Mask | null) => void;
}

const AS_IS = "as-is";

function MaskRow({ column, rules, value, mask, onChange }: RowProps) {
  const { name, type } = column;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fz="sm" ff="monospace">
          {name}
        </Text>
        <Text fz={10.5} ff="monospace" c="dimmed">
          {type}
        </Text>
      </Table.Td>
      <Table.Td>
        {rules.length === 0 ? (
          <Text fz="xs" c="dimmed">
            The event time stays as it is
          </Text>
        ) : (
          <Group gap={6} wrap="nowrap">
            <Select
              aria-label={`Mask of ${name}`}
              size="xs"
              flex={1}
              allowDeselect={false}
              data={[
                { value: AS_IS, label: "None" },
                ...rules.map((rule) => ({ value: rule, label: RULES[rule] })),
              ]}
              value={mask?.rule ?? AS_IS}
              onChange={(rule) =>
                onChange(
                  rule === AS_IS || rule === null ? null : { column: name, rule: rule as MaskRule, keep: 4 },
                )
              }
            />
            {mask?.rule === "keep-last" && (
              <NumberInput
                aria-label={`How much of ${name} stays`}
                size="xs"
                w={68}
                min={0}
                max={100}
                value={mask.keep ?? 4}
                onChange={(keep) => onChange({ ...mask, keep: Number(keep) || 0 })}
              />
            )}
          </Group>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <Text fz="xs" truncate maw={150} c={mask ? "dimmed" : undefined} td={mask && "line-through"}>
            {cellText(value)}
          </Text>
          {mask && (
            <>
              <IconArrowRight size={13} style={{ flex: "none" }} />
              <Text fz="xs" fw={600} truncate maw={170}>
                {mask.rule === "hash" && "such as "}
                {masked(mask, type, value)}
              </Text>
            </>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
