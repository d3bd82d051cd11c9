import { Group, NumberInput, Select, Table, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { formatCell } from "@/ui/DataTable";
import type { Mask, MaskRule, PackColumn } from "../types";
import { listMaskRules, MASK_RULE_LABELS, previewMask } from "./masks";

interface Props {
  columns: readonly PackColumn[];
  eventTime: string;
  /** The latest record of the topic, on which the masks are previewed. */
  example: Record<string, unknown>;
  masks: readonly Mask[];
  onChange: (masks: Mask[]) => void;
}

/** The mask of each column, previewed on the latest record. */
export function MaskTable({ columns, eventTime, example, masks, onChange }: Props) {
  const setMask = (column: string, mask: Mask | null) =>
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
              rules={listMaskRules(column, eventTime)}
              value={example[column.name]}
              mask={masks.find((one) => one.column === column.name)}
              onChange={(mask) => setMask(column.name, mask)}
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

const NO_MASK = "as-is";

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
            The event time is not masked
          </Text>
        ) : (
          <Group gap={6} wrap="nowrap">
            <Select
              aria-label={`Mask of ${name}`}
              size="xs"
              flex={1}
              allowDeselect={false}
              data={[
                { value: NO_MASK, label: "None" },
                ...rules.map((rule) => ({ value: rule, label: MASK_RULE_LABELS[rule] })),
              ]}
              value={mask?.rule ?? NO_MASK}
              onChange={(rule) =>
                onChange(
                  rule === NO_MASK || rule === null
                    ? null
                    : { column: name, rule: rule as MaskRule, keep: 4 },
                )
              }
            />
            {mask?.rule === "keep-last" && (
              <NumberInput
                aria-label={`Characters of ${name} to keep`}
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
            {formatCell(value)}
          </Text>
          {mask && (
            <>
              <IconArrowRight size={13} style={{ flex: "none" }} />
              <Text fz="xs" fw={600} truncate maw={170}>
                {mask.rule === "hash" && "such as "}
                {previewMask(mask, type, value)}
              </Text>
            </>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
