import { Button, Group, Text } from "@mantine/core";

interface Props {
  shown: number;
  of: number;
  onMore: () => void;
  loading?: boolean;
}

/** Under a list that is not shown whole: how much of it there is, and the next part. */
export function ShowMore({ shown, of, onMore, loading = false }: Props) {
  if (shown >= of) return null;
  return (
    <Group justify="center" gap="sm" py="sm">
      <Text fz="sm" c="dimmed" className="p-figure">
        {shown} of {of}
      </Text>
      <Button size="compact-sm" variant="default" loading={loading} onClick={onMore}>
        Show more
      </Button>
    </Group>
  );
}
