/** Labels of data packs in lists and headers. */
import { Badge, Group, Text, Tooltip } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import type { PackColumn, PackVersion } from "./types";

export const ORIGIN_LABELS: Record<PackVersion["origin"], string> = {
  upload: "uploaded",
  grid: "typed in",
  recording: "recorded",
};

/** Formats a whole number with thin spaces: "12 345". */
export const formatCount = (value: number): string => value.toLocaleString("en-GB").replaceAll(",", "\u202f");

const SHOWN_COLUMNS = 2;

/** Names of the first columns, and how many more there are. */
export function ColumnChips({ columns }: { columns: readonly PackColumn[] }) {
  const rest = columns.slice(SHOWN_COLUMNS);
  return (
    <Group gap={4} miw={80}>
      {columns.slice(0, SHOWN_COLUMNS).map(({ name, type }) => (
        <Tooltip key={name} label={type}>
          <Badge color="gray" ff="monospace" fw={450} maw={130} style={{ flex: "none" }}>
            {name}
          </Badge>
        </Tooltip>
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.map((one) => one.name).join(", ")} multiline maw={360}>
          <Text component="span" fz="xs" c="dimmed">
            +{rest.length}
          </Text>
        </Tooltip>
      )}
    </Group>
  );
}

export function EventTime({ name }: { name: string }) {
  if (!name) return null;
  return (
    <Group gap={6} wrap="nowrap">
      <IconClock size={14} color="var(--p-busy)" />
      <Text fz="sm" ff="monospace">
        {name}
      </Text>
    </Group>
  );
}
