import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import { IconPlayerRecordFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import { datasources, useCapableDatasources } from "@/features/datasources";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import type { Mask } from "../types";
import { MaskTable } from "./MaskTable";
import { RecordingLimits, type RecordingScope } from "./RecordingLimits";
import { useStartRecording } from "./recordings";
import { TopicSelect, useTopicSchema } from "./TopicSelect";

interface Props {
  project: string;
  onClose: () => void;
  onStarted: (recording: string) => void;
}

export function RecordForm({ project, onClose, onStarted }: Props) {
  const sources = useCapableDatasources("record", useQuery(datasources(project)).data?.results);
  const [chosen, setChosen] = useState<string | null>(null);
  const datasource = chosen ?? (sources?.length === 1 ? (sources[0]?.id ?? null) : null);
  const [topic, setTopic] = useState("");
  const [enteredName, setEnteredName] = useState<string>();
  const name = enteredName ?? topic;
  const [limits, setLimits] = useState<RecordingScope>({ start: "now", rows: 1000, seconds: 60 });
  const [masks, setMasks] = useState<Mask[]>([]);
  const schema = useTopicSchema(project, datasource, topic, name);
  const record = useStartRecording(project);
  const errors = fieldErrors(record.error);

  const start = () => {
    if (!datasource) return;
    const usedMasks = masks.filter((mask) => schema.columns.some((column) => column.name === mask.column));
    // Masks depend on the types of the columns, so the recording has to use the same columns.
    const described =
      usedMasks.length > 0 && !schema.described
        ? { columns: [...schema.columns], event_time: schema.eventTime }
        : {};
    record.mutate(
      {
        datasource,
        topic,
        name: name.trim(),
        ...limits,
        masks: usedMasks.map((mask) => ({ keep: 4, ...mask })),
        ...described,
      },
      { onSuccess: ({ id }) => onStarted(id) },
    );
  };
  if (sources?.length === 0) {
    return (
      <EmptyState picture="source" title="No data source to record from" compact>
        Records can be recorded from a message system such as Kafka. Add one under Sources.
      </EmptyState>
    );
  }
  return (
    <Stack>
      <TopicSelect
        sources={sources ?? []}
        datasource={datasource}
        topic={topic}
        name={name}
        schema={schema}
        errors={errors}
        onDatasource={(next) => {
          setChosen(next);
          setTopic("");
        }}
        onTopic={setTopic}
        onName={setEnteredName}
      />
      <RecordingLimits limits={limits} errors={errors} onChange={setLimits} />
      <div>
        <Group justify="space-between" mb={6}>
          <Text fz="sm" fw={560}>
            Masks
          </Text>
          <Text fz="xs" c="dimmed">
            Applied before anything is stored. Equal values get equal hashes, so joins still match.
          </Text>
        </Group>
        {schema.columns.length > 0 ? (
          <MaskTable
            columns={schema.columns}
            eventTime={schema.eventTime}
            example={schema.example}
            masks={masks}
            onChange={setMasks}
          />
        ) : (
          <Group gap="xs" py="xs">
            {schema.loading && <Loader size="xs" />}
            <Text fz="sm" c="dimmed">
              {schema.loading
                ? "Reading the latest records…"
                : topic
                  ? "Its columns are not known yet: they are inferred from the recorded rows."
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
        <ErrorAlert title="The recording was not started" error={record.error} />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button
          leftSection={<IconPlayerRecordFilled size={16} />}
          loading={record.isPending}
          disabled={!datasource || !topic.trim() || !name.trim()}
          onClick={start}
        >
          Record
        </Button>
      </Group>
    </Stack>
  );
}
