import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { formatBytes } from "@/lib/format";

interface Props {
  file: File;
  progress: number;
  onCancel: () => void;
}

/** Progress of the upload, then of the check on the server. */
export function UploadProgress({ file, progress, onCancel }: Props) {
  const sent = progress >= 1;
  return (
    <Stack py="lg" gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{sent ? "Checking all values" : `Uploading ${file.name}`}</Text>
        <Text fz="sm" c="dimmed" className="p-figure" aria-live="polite">
          {sent ? formatBytes(file.size) : `${Math.round(progress * 100)} % of ${formatBytes(file.size)}`}
        </Text>
      </Group>
      <Progress
        value={progress * 100}
        animated={sent}
        striped={sent}
        size="lg"
        radius="sm"
        aria-label="Upload"
        transitionDuration={150}
      />
      <Group justify="flex-end" mt="xs">
        <Button variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
