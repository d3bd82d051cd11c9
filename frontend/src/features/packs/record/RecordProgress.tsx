import { Button, Group, Progress, Skeleton, Stack, Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Failure } from "@/ui/Failure";
import { told } from "@/ui/notify";
import { figure } from "../facts";
import { isOpen, recording, shareOf } from "./recordings";

interface Props {
  id: string;
  onClose: () => void;
  onAgain: () => void;
  onOpen: (pack: string) => void;
}

/** How far the recording is, as the server tells it; at its end the pack opens. */
export function RecordProgress({ id, onClose, onAgain, onOpen }: Props) {
  const { data, error, refetch } = useQuery(recording(id));
  const [seconds, setSeconds] = useState(0);
  const running = data?.state === "running";
  useInterval(() => setSeconds((before) => (running ? before + 1 : before)), 1000, { autoInvoke: true });
  const done = data?.state === "done" ? data.pack : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is done
  useEffect(() => {
    if (!done) return;
    told(`${figure(data?.rows ?? 0)} rows are recorded.`);
    onOpen(done);
  }, [done]);
  if (error) return <Failure title="How it goes is not known" error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={90} />;
  if (data.state === "failed") {
    return (
      <Stack>
        <Failure title="Nothing was stored" error={data.message} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onAgain}>
            Change the recording
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{data.state === "queued" ? "Waiting for its turn" : `Recording ${data.topic}`}</Text>
        <Text fz="sm" c="dimmed" className="p-figure" aria-live="polite">
          {figure(data.rows)} of at most {figure(data.limit_rows)} rows · {seconds} of {data.limit_seconds} s
        </Text>
      </Group>
      <Progress
        value={shareOf(data, seconds) * 100}
        animated={isOpen(data)}
        size="lg"
        radius="sm"
        aria-label="Recording"
        transitionDuration={300}
      />
      <Group justify="space-between" mt="xs">
        <Text fz="xs" c="dimmed">
          It needs this page no longer, and shows in the list.
        </Text>
        <Button variant="default" onClick={onClose}>
          Let it go on
        </Button>
      </Group>
    </Stack>
  );
}
