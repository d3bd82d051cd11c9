import { ScrollArea, Stack, Table, Text, Title, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { type Change, describeCounts, diffGraphs, isSame, type NodeDiff } from "@/canvas/model/diff";
import type { Graph } from "@/canvas/model/document";
import { type Catalogue, type Operator, sqlFields } from "@/canvas/model/operators";
import { DiffCanvas } from "@/canvas/view/DiffCanvas";
import { humanize } from "@/ui/form";
import styles from "./DiffView.module.css";
import { SqlDiff } from "./sql/SqlDiff";

interface Props {
  from: Graph;
  to: Graph;
  /** What the two sides are called: "version 1", "draft". */
  names: { from: string; to: string };
  catalogue: Catalogue;
}

/** Compares two graphs: the drawing with its marks, and beside it each step's parameters, old and new. */
export function DiffView({ from, to, names, catalogue }: Props) {
  const diff = useMemo(() => diffGraphs(from, to), [from, to]);
  const [selected, setSelected] = useState<string | null>(null);
  const differing = diff.nodes.filter((item) => item.mark !== "same");
  const shown = selected === null ? differing : diff.nodes.filter((item) => item.id === selected);
  const count = describeCounts(diff);
  return (
    <div className={styles.box}>
      <DiffCanvas diff={diff} catalogue={catalogue} selected={selected} onSelect={setSelected} />
      <ScrollArea className={styles.list} type="auto">
        <Stack p="md" gap="lg">
          <Text fz="sm" c="dimmed" role="status">
            {isSame(diff)
              ? `No difference between ${names.from} and ${names.to}. Positions of steps are ignored.`
              : `From ${names.from} to ${names.to}: ${count.added} added, ${count.removed} removed, ${count.changed} changed.`}
          </Text>
          {selected !== null && (
            <UnstyledButton fz="sm" c="var(--mantine-primary-color-filled)" onClick={() => setSelected(null)}>
              Show all differences
            </UnstyledButton>
          )}
          {selected === null && diff.settings.length > 0 && (
            <section>
              <Title order={3} mb={6}>
                Job settings
              </Title>
              <Changes changes={diff.settings} names={names} operator={undefined} />
            </section>
          )}
          {shown.map((item) => (
            <NodeChanges key={item.id} item={item} names={names} operator={catalogue.get(item.node.kind)} />
          ))}
        </Stack>
      </ScrollArea>
    </div>
  );
}

const SAYS = { added: "was added", removed: "was removed", changed: "was changed", same: "is the same" };

function NodeChanges({
  item,
  names,
  operator,
}: {
  item: NodeDiff;
  names: Props["names"];
  operator: Operator | undefined;
}) {
  // A step that came or went shows all its parameters, against nothing.
  const whole = Object.entries(item.node.params).map(
    ([field, value]): Change => ({
      field: `params.${field}`,
      from: item.mark === "added" ? undefined : value,
      to: item.mark === "removed" ? undefined : value,
    }),
  );
  return (
    <section>
      <Title order={3} mb={6} className={styles.title} data-mark={item.mark}>
        {item.node.name} <Text span>{SAYS[item.mark]}</Text>
      </Title>
      <Changes changes={item.mark === "changed" ? item.changes : whole} names={names} operator={operator} />
    </section>
  );
}

function Changes({
  changes,
  names,
  operator,
}: {
  changes: readonly Change[];
  names: Props["names"];
  operator: Operator | undefined;
}) {
  const sql = sqlFields(operator).map((field) => `params.${field}`);
  const labelOf = (field: string): string => {
    const name = field.replace(/^params\./, "");
    return operator?.params.properties?.[name]?.title ?? humanize(name);
  };
  const texts = changes.filter((change) => sql.includes(change.field));
  const values = changes.filter((change) => !sql.includes(change.field));
  return (
    <Stack gap="xs">
      {texts.map((change) => (
        <div key={change.field}>
          <Text fz="xs" c="dimmed" mb={4}>
            {labelOf(change.field)}
          </Text>
          <SqlDiff from={String(change.from ?? "")} to={String(change.to ?? "")} />
        </div>
      ))}
      {values.length > 0 && (
        <Table withTableBorder verticalSpacing={5} horizontalSpacing="xs" fz="xs" layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="30%" />
              <Table.Th>{names.from}</Table.Th>
              <Table.Th>{names.to}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {values.map((change) => (
              <Table.Tr key={change.field}>
                <Table.Td>{labelOf(change.field)}</Table.Td>
                <Table.Td className={styles.value}>{formatValue(change.from)}</Table.Td>
                <Table.Td className={styles.value} data-changed={change.from !== change.to || undefined}>
                  {formatValue(change.to)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function formatValue(value: Change["from"]) {
  if (value === undefined || value === null || value === "")
    return (
      <Text span c="dimmed" inherit>
        –
      </Text>
    );
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
