import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import { IconPlayerRecordFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import { datasources } from "@/features/datasources/datasources";
import { EmptyState } from "@/ui/EmptyState";
import { Failure } from "@/ui/Failure";
import type { Mask } from "../types";
import { HowMuch, type Limits } from "./HowMuch";
import { MaskTable } from "./MaskTable";
import { useRecord } from "./recordings";
import { useTopic } from "./useTopic";
import { WhichTopic } from "./WhichTopic";

interface Props {
  project: string;
  onClose: () => void;
  onStarted: (recording: string) => void;
}

export function RecordForm({ project, onClose, onStarted }: Props) {
  const sources = useQuery(datasources(project)).data?.results.filter((one) => one.kind === "kafka");
  const [chosen, setChosen] = useState<string | null>(null);
  const datasource = chosen ?? (sources?.length === 1 ? (sources[0]?.id ?? null) : null);
  const [topic, setTopic] = useState("");
  const [given, setGiven] = useState<string>();
  const name = given ?? topic;
  const [limits, setLimits] = useState<Limits>({ start: "now", rows: 1000, seconds: 60 });
  const [masks, setMasks] = useState<Mask[]>([]);
  const known = useTopic(project, datasource, topic, name);
  const record = useRecord(project);
  const errors = fieldErrors(record.error);

  const begin = () => {
    if (!datasource) return;
    const used = masks.filter((mask) => known.columns.some((column) => column.name === mask.column));
    // Masks are chosen for columns of certain types: those have to be the recorded ones.
    const told =
      used.length > 0 && !known.described ? { columns: [...known.columns], event_time: known.eventTime } : {};
    record.mutate(
      {
        datasource,
        topic,
        name: name.trim(),
        ...limits,
        masks: used.map((mask) => ({ keep: 4, ...mask })),
        ...told,
      },
      { onSuccess: ({ id }) => onStarted(id) },
    );
  };
  if (sources?.length === 0) {
    return (
      <EmptyState picture="source" title="No Kafka source yet" compact>
        Recording needs a data source of the kind Kafka. Add one under Sources.
      </EmptyState>
    );
  }
  return (
    <Stack>
      <WhichTopic
        sources={sources ?? []}
        datasource={datasource}
        topic={topic}
        name={name}
        known={known}
        errors={errors}
        onDatasource={(next) => {
          setChosen(next);
          setTopic("");
        }}
        onTopic={setTopic}
        onName={setGiven}
      />
      <HowMuch limits={limits} errors={errors} onChange={setLimits} />
      <div>
        <Group justify="space-between" mb={6}>
          <Text fz="sm" fw={560}>
            Masks
          </Text>
          <Text fz="xs" c="dimmed">
            Applied before anything is stored. Equal values have equal hashes, so joins still meet.
          </Text>
        </Group>
        {known.columns.length > 0 ? (
          <MaskTable
            columns={known.columns}
            eventTime={known.eventTime}
            example={known.example}
            masks={masks}
            onChange={setMasks}
          />
        ) : (
          <Group gap="xs" py="xs">
            {known.looking && <Loader size="xs" />}
            <Text fz="sm" c="dimmed">
              {known.looking
                ? "Looking at the latest records…"
                : topic
                  ? "Nothing is known of its columns yet: they are found in what is recorded."
                  : "Choose a topic to see its columns."}
            </Text>
          </Group>
        )}
        {errors.masks && (
          <Text fz="xs" c="var(--p-bad)" mt={4} role="alert">
            {errors.masks}
          </Text>
        )}
      </div>
      {record.isError && Object.keys(errors).length === 0 && (
        <Failure title="Nothing is recorded" error={record.error} />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button
          leftSection={<IconPlayerRecordFilled size={16} />}
          loading={record.isPending}
          disabled={!datasource || !topic.trim() || !name.trim()}
          onClick={begin}
        >
          Record
        </Button>
      </Group>
    </Stack>
  );
}
