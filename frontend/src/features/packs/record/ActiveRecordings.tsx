import { Alert, Group, Progress, Stack, Text } from "@mantine/core";
import { IconPlayerRecordFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formatCount } from "../packLabels";
import { computeProgress, isActive, recordings } from "./recordings";

/** Running and queued recordings of all members. */
export function ActiveRecordings({ project }: { project: string }) {
  const active = (useQuery(recordings(project)).data ?? []).filter(isActive);
  if (active.length === 0) return null;
  return (
    <Stack gap="xs" mb="md">
      {active.map((one) => (
        <Alert key={one.id} variant="light" icon={<IconPlayerRecordFilled size={18} />} py="xs">
          <Group justify="space-between" gap="lg">
            <Text fz="sm">
              {one.state === "queued" ? "Waiting to record " : "Recording "}
              <b>{one.topic}</b> into <b>{one.name}</b>, started by{" "}
              {one.created_by.full_name || one.created_by.username}
            </Text>
            <Group gap="sm">
              <Text fz="xs" className="p-figure">
                {formatCount(one.rows)} of {formatCount(one.limit_rows)} rows
              </Text>
              <Progress
                w={140}
                value={computeProgress(one, 0) * 100}
                aria-label={`Recording of ${one.topic}`}
              />
            </Group>
          </Group>
        </Alert>
      ))}
    </Stack>
  );
}
