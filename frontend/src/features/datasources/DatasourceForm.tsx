import { Button, Group, PasswordInput, Stack, Textarea, TextInput } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import type { Datasource } from "@/api/types";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { findErrors, SchemaForm, type Values } from "@/ui/form";
import { notifySuccess } from "@/ui/notify";
import { Status } from "@/ui/Status";
import { useCreateDatasource, useUpdateDatasource } from "./datasources";
import { type DatasourceKind, listSecrets, type SecretSpec, slugify } from "./kinds";
import { useTestDatasource, useTestUnsavedDatasource } from "./storeQueries";

interface Props {
  project: string;
  kind: DatasourceKind;
  existing: Datasource | undefined;
  onDone: () => void;
}

/** Fields are "config.host" in errors of the API and "host" in the form. */
function stripPrefixes(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, message]) => [name.replace(/^(config|secrets)\./, ""), message]),
  );
}

/** The form of a data source; its fields come from the JSON Schema of the kind. */
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
  // Secrets belong to the address they were entered for: after a change they have to be entered again.
  const configChanged = JSON.stringify(config) !== JSON.stringify(existing?.config);
  const unchanged = existing && !configChanged && Object.keys(secrets).length === 0;
  const test = unchanged ? testSaved : testUnsaved;

  const validate = (): boolean => {
    const found = findErrors(kind.config, config);
    if (!slugify(name)) found.name = "Enter a name.";
    setErrors(found);
    return Object.keys(found).length === 0;
  };
  const submit = () => {
    if (!validate()) return;
    const body = { description, config, secrets };
    const callbacks = {
      onSuccess: () => {
        notifySuccess(`"${slugify(name)}" is saved.`);
        onDone();
      },
      onError: (error: unknown) => setErrors(stripPrefixes(fieldErrors(error))),
    };
    if (existing) change.mutate({ id: existing.id, ...body }, callbacks);
    else create.mutate({ ...body, name: slugify(name), kind: kind.kind }, callbacks);
  };
  const testConnection = () => {
    if (!validate()) return;
    if (unchanged) testSaved.mutate(existing.id);
    else testUnsaved.mutate({ kind: kind.kind, config, secrets });
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
              ? "Jobs refer to it by this name, so it cannot be changed."
              : "Lowercase letters, digits and hyphens; jobs refer to it by this name."
          }
          required={!existing}
          readOnly={existing !== undefined}
          disabled={existing !== undefined}
          data-autofocus={existing ? undefined : true}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => setName(slugify(name))}
          error={errors.name}
          maxLength={60}
        />
        <SchemaForm
          schema={kind.config}
          value={config}
          errors={errors}
          onChange={(next, field) => {
            setConfig(next);
            setErrors(({ [field]: _, ...rest }) => rest);
            resetResults();
          }}
        />
        {listSecrets(kind, config).map((secret) => (
          <SecretField
            key={secret.name}
            secret={secret}
            stored={!configChanged && (existing?.secrets_set.includes(secret.name) ?? false)}
            value={secrets[secret.name]}
            error={errors[secret.name]}
            onChange={(value) => {
              setSecrets(({ [secret.name]: _, ...rest }) =>
                value === undefined ? rest : { ...rest, [secret.name]: value },
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

interface SecretFieldProps {
  secret: SecretSpec;
  /** Whether the server has stored a value, which it never returns. */
  stored: boolean;
  value: string | undefined;
  error: string | undefined;
  /** Undefined keeps the stored value. */
  onChange: (value: string | undefined) => void;
}

/** A secret that can be set and replaced, but never read. */
export function SecretField({ secret, stored, value, error, onChange }: SecretFieldProps) {
  return (
    <PasswordInput
      label={secret.title}
      description={secret.help || undefined}
      placeholder={stored ? "unchanged" : undefined}
      autoComplete="new-password"
      value={value ?? ""}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
