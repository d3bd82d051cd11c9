import { Group, Text, Title, UnstyledButton } from "@mantine/core";
import { formatBytes } from "@/lib/format";
import { RelativeTime } from "@/ui/time";
import css from "./Packs.module.css";
import { formatCount, ORIGIN_LABELS } from "./packLabels";
import type { PackVersion } from "./types";

interface Props {
  versions: readonly PackVersion[];
  shown: PackVersion | null;
  onChoose: (version: number) => void;
}

/** The versions of the pack, newest first: who made them, when and how. */
export function VersionList({ versions, shown, onChoose }: Props) {
  return (
    <aside>
      <Title order={3} mb={8}>
        Versions
      </Title>
      <div className="p-table">
        {versions.map((one) => (
          <UnstyledButton
            key={one.number}
            className={css.version}
            aria-current={one.number === shown?.number}
            onClick={() => onChoose(one.number)}
          >
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text fz="sm" fw={600}>
                Version {one.number}
              </Text>
              <Text fz="xs" c="dimmed" className="p-figure" style={{ whiteSpace: "nowrap" }}>
                {formatCount(one.rows)} rows · {formatBytes(one.bytes)}
              </Text>
            </Group>
            {one.comment && (
              <Text fz="xs" lineClamp={2}>
                {one.comment}
              </Text>
            )}
            <Text fz="xs" c="dimmed">
              {ORIGIN_LABELS[one.origin]} <RelativeTime at={one.created_at} /> by{" "}
              {one.created_by.full_name || one.created_by.username}
            </Text>
          </UnstyledButton>
        ))}
      </div>
    </aside>
  );
}
