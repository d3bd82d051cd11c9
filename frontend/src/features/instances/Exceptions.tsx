import { Accordion, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { FlinkException } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { formatDateTime } from "@/ui/time";
import css from "./Instance.module.css";
import { exceptions } from "./instances";
import { rootCause, shortName } from "./logParser";

/** Why it failed or restarted: the cause in front, the whole trace behind. */
export function Exceptions({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery(exceptions(id));
  if (error) return <ErrorAlert title="The exceptions could not be read" error={error} retry={refetch} />;
  if (isPending) return <Skeleton height={120} radius="md" />;
  if (data.results.length === 0) {
    return (
      <EmptyState picture="turbine" title="No exceptions" compact>
        Flink has reported no failure of this run.
      </EmptyState>
    );
  }
  return (
    <Accordion variant="separated" radius="md">
      {data.results.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: Flink gives exceptions no identity
        <Item key={index} value={String(index)} exception={one} />
      ))}
    </Accordion>
  );
}

function Item({ value, exception }: { value: string; exception: FlinkException }) {
  const cause = rootCause(exception.trace);
  const where = [
    exception.at !== null && formatDateTime(new Date(exception.at)),
    exception.task,
    exception.place,
  ];
  return (
    <Accordion.Item value={value}>
      <Accordion.Control>
        <Stack gap={2}>
          <Text fz="sm" fw={600} c="var(--p-bad)" style={{ overflowWrap: "anywhere" }}>
            {cause?.message || shortName(exception.name)}
          </Text>
          <Text fz="xs" c="dimmed">
            {[cause?.name ?? shortName(exception.name), ...where].filter(Boolean).join(" · ")}
          </Text>
        </Stack>
      </Accordion.Control>
      <Accordion.Panel>
        <pre className={css.trace}>{exception.trace}</pre>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
