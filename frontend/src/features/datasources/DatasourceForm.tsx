import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import type { Datasource } from "@/api/types";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { findErrors, SchemaForm, type Values } from "@/ui/form";
import { notifySuccess } from "@/ui/notify";
import { Status } from "@/ui/Status";
import { useCreateDatasource, useUpdateDatasource } from "./datasources";
import { describeKind, neededSecrets, slug } from "./kinds";
import { SecretField } from "./SecretField";
import { useTestDatasource, useTestUnsavedDatasource } from "./storeQueries";

interface Props {
  project: string;
  kind: string;
  existing: Datasource | undefined;
  onDone: () => void;
}

/** The API names fields of the configuration "config.host"; the form knows them as "host". */
function stripPrefixes(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, said]) => [name.replace(/^(config|secrets)\./, ""), said]),
  );
}

export function DatasourceForm({ project, kind, existing, onDone }: Props) {
  const [name, setName] = useState(existing?.name ?? "");
  const [description, setDescription] = useState(existing?.description ?? "");
  const [config, setConfig] = useState<Values>(existing?.config ?? {});
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const create = useCreateDatasource(project);
  const change = useUpdateDatasource(project);
  const testSaved = useTestDatasource(project);
  const testUnsaved = useTestUnsavedDatasource(project);
  const save = existing ? change : create;
  // Secrets stay with the address they were given for: another address wants them typed anew.
  const configChanged = JSON.stringify(config) !== JSON.stringify(existing?.config);
  const unchanged = existing && !configChanged && Object.keys(secrets).length === 0;
  const test = unchanged ? testSaved : testUnsaved;

  const validate = (): boolean => {
    const found = findErrors(describeKind(kind).config, config);
    if (!slug(name)) found.name = "Give the data source a name.";
    setErrors(found);
    return Object.keys(found).length === 0;
  };
  const submit = () => {
    if (!validate()) return;
    const body = { description, config, secrets };
    const answers = {
      onSuccess: () => {
        notifySuccess(`"${slug(name)}" is saved.`);
        onDone();
      },
      onError: (error: unknown) => setErrors(stripPrefixes(fieldErrors(error))),
    };
    if (existing) change.mutate({ id: existing.id, ...body }, answers);
    else create.mutate({ ...body, name: slug(name), kind }, answers);
  };
  const testConnection = () => {
    if (!validate()) return;
    if (unchanged) testSaved.mutate(existing.id);
    else testUnsaved.mutate({ kind, config, secrets });
  };
  const resetResults = () => {
    testSaved.reset();
    testUnsaved.reset();
    save.reset();
  };
  return (
    <form
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <TextInput
          label="Name"
          description={
            existing
              ? "Jobs refer to it by this name, so it stays."
              : "Small letters, digits and hyphens; jobs refer to it by this name."
          }
          required={!existing}
          readOnly={existing !== undefined}
          disabled={existing !== undefined}
          data-autofocus={existing ? undefined : true}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => setName(slug(name))}
          error={errors.name}
          maxLength={60}
        />
        <SchemaForm
          schema={describeKind(kind).config}
          value={config}
          errors={errors}
          onChange={(next, field) => {
            setConfig(next);
            setErrors(({ [field]: _, ...rest }) => rest);
            resetResults();
          }}
        />
        {neededSecrets(kind, config).map(([secret, label]) => (
          <SecretField
            key={secret}
            label={label}
            set={!configChanged && (existing?.secrets_set.includes(secret) ?? false)}
            value={secrets[secret]}
            error={errors[secret]}
            onChange={(value) => {
              setSecrets(({ [secret]: _, ...rest }) =>
                value === undefined ? rest : { ...rest, [secret]: value },
              );
              resetResults();
            }}
          />
        ))}
        <Textarea
          label="Description"
          autosize
          minRows={1}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {test.isError && <ErrorAlert title="The connection does not work" error={test.error} />}
        {save.isError && <ErrorAlert title="Not saved" error={save.error} />}
        <Group justify="space-between">
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconPlugConnected size={15} />}
              loading={test.isPending}
              onClick={testConnection}
            >
              Test the connection
            </Button>
            {test.data && <Status tone="done">{test.data.message}</Status>}
          </Group>
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={onDone}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
