import { Button, Group, Skeleton, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { DataTable } from "@/ui/DataTable";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { storeSample } from "./storeQueries";

/** Columns and latest rows of one topic or table. */
export function SampleView({ project, id, name }: { project: string; id: string; name: string }) {
  const { data, error, isPending, isFetching, refetch } = useQuery(storeSample(project, id, name));
  if (error) return <ErrorAlert title={`"${name}" could not be read`} error={error} retry={refetch} />;
  if (isPending) return <Skeleton height={200} radius="md" />;
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text fz="sm" c="dimmed">
          {data.columns.length} columns ·{" "}
          {data.rows.length === 0 ? "no rows" : `latest ${data.rows.length} rows`}
        </Text>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconRefresh size={14} />}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          Read again
        </Button>
      </Group>
      <DataTable columns={data.columns} rows={data.rows} />
    </>
  );
}
