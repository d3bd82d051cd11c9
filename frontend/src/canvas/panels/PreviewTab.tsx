import { Button, Group, Loader, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Node } from "@/canvas/model/document";
import { useCanvasContext, useRun } from "@/canvas/view/context";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { SampleTable } from "./SampleTable";

const LIVE_MS = 3_000;

/** Sample rows of a source or sink. While the job runs, a sink's are read again and again: this is where results arrive. */
export function PreviewTab({ node, live }: { node: Node; live: boolean }) {
  const { services, canvas } = useCanvasContext();
  const { observed } = useRun();
  const follows = live && observed === "running";
  const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery({
    queryKey: ["preview", node.id, node.params],
    queryFn: () => services.preview(node.id, canvas.graph()),
    refetchInterval: follows ? LIVE_MS : false,
    retry: false,
    gcTime: 0,
  });
  return (
    <>
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Text fz="xs" c="dimmed">
          {data
            ? `${data.rows.length} rows, read ${new Date(dataUpdatedAt).toLocaleTimeString("en-GB")}`
            : "Reading…"}
          {follows && ", read again every few seconds while the job runs"}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          flex="none"
          leftSection={isFetching ? <Loader size={12} /> : <IconRefresh size={13} />}
          onClick={() => void refetch()}
        >
          Reload
        </Button>
      </Group>
      {error && <ErrorAlert error={error} title="The rows can't be read" />}
      {data && !error && <SampleTable {...data} />}
    </>
  );
}
