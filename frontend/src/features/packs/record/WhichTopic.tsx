import { Autocomplete, Select, SimpleGrid, TextInput } from "@mantine/core";
import type { Datasource } from "@/api/types";
import type { Topic } from "./useTopic";

interface Props {
  sources: readonly Datasource[];
  datasource: string | null;
  topic: string;
  name: string;
  known: Topic;
  errors: Record<string, string>;
  onDatasource: (id: string | null) => void;
  onTopic: (topic: string) => void;
  onName: (name: string) => void;
}

export function WhichTopic(props: Props) {
  const { sources, datasource, topic, name, known, errors, onDatasource, onTopic, onName } = props;
  const next = (known.pack?.version?.number ?? 0) + 1;
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
        data={known.topics}
        limit={50}
        value={topic}
        error={errors.topic}
        description={known.unreachable ? "It cannot be asked now; type the name." : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={onTopic}
      />
      <TextInput
        label="Name of the pack"
        required
        maxLength={100}
        value={name}
        error={errors.name}
        description={known.pack ? `Becomes version ${next} of the pack of this name.` : "A new pack."}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={(event) => onName(event.currentTarget.value)}
      />
    </SimpleGrid>
  );
}
