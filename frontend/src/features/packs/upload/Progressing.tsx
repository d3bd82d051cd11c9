import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { bytes } from "@/ui/figures";

interface Props {
  file: File;
  share: number;
  onCancel: () => void;
}

/** How far the file has gone; then the server reads it. */
export function Progressing({ file, share, onCancel }: Props) {
  const sent = share >= 1;
  return (
    <Stack py="lg" gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{sent ? "Checking every value" : `Sending ${file.name}`}</Text>
        <Text fz="sm" c="dimmed" className="p-figure" aria-live="polite">
          {sent ? bytes(file.size) : `${Math.round(share * 100)} % of ${bytes(file.size)}`}
        </Text>
      </Group>
      <Progress
        value={share * 100}
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
