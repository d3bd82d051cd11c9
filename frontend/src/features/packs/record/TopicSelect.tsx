import { Autocomplete, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Datasource } from "@/api/types";
import { storeContents, storeSample } from "@/features/datasources";
import { guessEventTime, tables } from "@/features/tables";
import { packs } from "../packs";
import type { PackColumn } from "../types";

interface Props {
  sources: readonly Datasource[];
  datasource: string | null;
  topic: string;
  name: string;
  schema: TopicSchema;
  errors: Record<string, string>;
  onDatasource: (id: string | null) => void;
  onTopic: (topic: string) => void;
  onName: (name: string) => void;
}

/** The topic to record, and the pack that its rows go to. */
export function TopicSelect(props: Props) {
  const { sources, datasource, topic, name, schema, errors, onDatasource, onTopic, onName } = props;
  const next = (schema.pack?.version?.number ?? 0) + 1;
  return (
    <SimpleGrid cols={3}>
      <Select
        label="Data source"
        required
        allowDeselect={false}
        data={sources.map((one) => ({ value: one.id, label: one.name }))}
        value={datasource}
        error={errors.datasource}
        onChange={onDatasource}
      />
      <Autocomplete
        label="Topic"
        required
        data-autofocus
        disabled={datasource === null}
        data={schema.topics}
        limit={50}
        value={topic}
        error={errors.topic}
        description={schema.unreachable ? "The topics cannot be listed now; type the name." : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={onTopic}
      />
      <TextInput
        label="Name of the pack"
        required
        maxLength={100}
        value={name}
        error={errors.name}
        description={schema.pack ? `Creates version ${next} of this pack.` : "Creates a new pack."}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={(event) => onName(event.currentTarget.value)}
      />
    </SimpleGrid>
  );
}

/** The columns of a topic: from the pack of that name, from its table, or inferred from its latest records. */
export function useTopicSchema(project: string, datasource: string | null, topic: string, name: string) {
  const listed = useQuery({
    ...storeContents(project, datasource ?? "", "topics"),
    enabled: datasource !== null,
  });
  const exists = listed.data?.includes(topic) ?? false;
  const sampled = useQuery({
    ...storeSample(project, datasource ?? "", topic),
    enabled: exists,
    staleTime: 30_000,
  });
  const pack = useQuery(packs(project)).data?.results.find((one) => one.name === name.trim());
  const table = useQuery(tables(project)).data?.results.find(
    (one) => one.datasource === datasource && one.name === topic,
  );
  const found: PackColumn[] = sampled.data?.columns.map(({ name, type }) => ({ name, type })) ?? [];
  const columns: readonly PackColumn[] = pack?.columns ?? table?.columns ?? found;
  return {
    topics: listed.data ?? [],
    unreachable: listed.error,
    pack,
    /** Whether the columns come from a pack or a table; otherwise they are inferred from the latest records. */
    described: pack !== undefined || table !== undefined,
    columns,
    eventTime: pack?.event_time ?? table?.event_time ?? guessEventTime(found),
    example: sampled.data?.rows[0] ?? {},
    loading: sampled.isFetching,
  };
}

export type TopicSchema = ReturnType<typeof useTopicSchema>;
