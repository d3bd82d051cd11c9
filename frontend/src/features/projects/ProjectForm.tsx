import { Button, Group, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { fieldErrors } from "@/api/errors";
import type { Project } from "@/api/types";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { useUpdateProject } from "./projects";

export function ProjectForm({ project, readOnly }: { project: Project; readOnly: boolean }) {
  const update = useUpdateProject(project.id);
  const form = useForm({
    initialValues: { name: project.name, description: project.description },
    validate: { name: (value) => (value.trim() ? null : "A project needs a name.") },
  });
  const submit = form.onSubmit((values) =>
    update.mutate(values, {
      onSuccess: () => {
        notifySuccess("Project saved.");
        form.resetDirty();
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <section>
      <Title order={2} mb="sm">
        Project
      </Title>
      <form onSubmit={submit} className="p-surface" style={{ padding: 20 }}>
        <Stack>
          <TextInput
            label="Name"
            readOnly={readOnly}
            variant={readOnly ? "unstyled" : "default"}
            maxLength={100}
            {...form.getInputProps("name")}
          />
          <Textarea
            label="Description"
            readOnly={readOnly}
            variant={readOnly ? "unstyled" : "default"}
            autosize
            minRows={2}
            maxLength={1000}
            {...form.getInputProps("description")}
          />
          {update.isError && <ErrorAlert title="Not saved" error={update.error} />}
          {!readOnly && (
            <Group justify="flex-end">
              <Button type="submit" loading={update.isPending} disabled={!form.isDirty()}>
                Save
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </section>
  );
}
