import { Button, Group, Progress, Skeleton, Stack, Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { formatCount } from "../packLabels";
import { computeProgress, isActive, recording } from "./recordings";

interface Props {
  id: string;
  onClose: () => void;
  onRetry: () => void;
  onOpen: (pack: string) => void;
}

/** The progress of a recording; opens the pack when it is done. */
export function RecordProgress({ id, onClose, onRetry, onOpen }: Props) {
  const { data, error, refetch } = useQuery(recording(id));
  const [seconds, setSeconds] = useState(0);
  const running = data?.state === "running";
  useInterval(() => setSeconds((before) => (running ? before + 1 : before)), 1000, { autoInvoke: true });
  const done = data?.state === "done" ? data.pack : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once, when the recording is done
  useEffect(() => {
    if (!done) return;
    notifySuccess(`${formatCount(data?.rows ?? 0)} rows were recorded.`);
    onOpen(done);
  }, [done]);
  if (error)
    return (
      <ErrorAlert
        title="The state of the recording could not be loaded"
        error={error}
        retry={() => void refetch()}
      />
    );
  if (!data) return <Skeleton height={90} />;
  if (data.state === "failed") {
    return (
      <Stack>
        <ErrorAlert title="Nothing was stored" error={data.message} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onRetry}>
            Change the recording
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{data.state === "queued" ? "Queued" : `Recording ${data.topic}`}</Text>
        <Text fz="sm" c="dimmed" className="p-figure" aria-live="polite">
          {formatCount(data.rows)} of at most {formatCount(data.limit_rows)} rows · {seconds} of{" "}
          {data.limit_seconds} s
        </Text>
      </Group>
      <Progress
        value={computeProgress(data, seconds) * 100}
        animated={isActive(data)}
        size="lg"
        radius="sm"
        aria-label="Recording"
        transitionDuration={300}
      />
      <Group justify="space-between" mt="xs">
        <Text fz="xs" c="dimmed">
          You can close this: the recording continues and is shown in the list.
        </Text>
        <Button variant="default" onClick={onClose}>
          Continue in the background
        </Button>
      </Group>
    </Stack>
  );
}
