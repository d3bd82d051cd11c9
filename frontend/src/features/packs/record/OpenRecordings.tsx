import { Alert, Group, Progress, Stack, Text } from "@mantine/core";
import { IconPlayerRecordFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { figure } from "../facts";
import { isOpen, recordings, shareOf } from "./recordings";

/** Recordings that are under way, whoever began them. */
export function OpenRecordings({ project }: { project: string }) {
  const open = (useQuery(recordings(project)).data ?? []).filter(isOpen);
  if (open.length === 0) return null;
  return (
    <Stack gap="xs" mb="md">
      {open.map((one) => (
        <Alert key={one.id} variant="light" icon={<IconPlayerRecordFilled size={18} />} py="xs">
          <Group justify="space-between" gap="lg">
            <Text fz="sm">
              {one.state === "queued" ? "Waiting to record " : "Recording "}
              <b>{one.topic}</b> into <b>{one.name}</b>, begun by{" "}
              {one.created_by.full_name || one.created_by.username}
            </Text>
            <Group gap="sm">
              <Text fz="xs" className="p-figure">
                {figure(one.rows)} of {figure(one.limit_rows)} rows
              </Text>
              <Progress w={140} value={shareOf(one, 0) * 100} aria-label={`Recording of ${one.topic}`} />
            </Group>
          </Group>
        </Alert>
      ))}
    </Stack>
  );
}
