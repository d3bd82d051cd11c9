import { Button, Group, Text, Tooltip } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { errorMessage } from "@/api/errors";
import { Status } from "@/ui/Status";
import { useTestDatasource } from "./storeQueries";

/** Tests a saved connection and keeps the answer beside the button. */
export function TestButton({ project, id }: { project: string; id: string }) {
  const test = useTestDatasource(project);
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlugConnected size={14} />}
        loading={test.isPending}
        onClick={() => test.mutate(id)}
      >
        Test
      </Button>
      {test.data && (
        <Tooltip label={test.data.message} multiline maw={400}>
          <span>
            <Status tone="done">connects</Status>
          </span>
        </Tooltip>
      )}
      {test.isError && (
        <Tooltip label={errorMessage(test.error)} multiline maw={400}>
          <Text component="div" fz="sm" c="var(--p-bad)" lineClamp={2} maw={300} role="alert">
            {errorMessage(test.error)}
          </Text>
        </Tooltip>
      )}
    </Group>
  );
}
