import { Autocomplete, Select, SimpleGrid, TextInput } from "@mantine/core";
import type { Datasource } from "@/api/types";
import type { TopicSchema } from "./useTopicSchema";

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
