import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { fieldErrors } from "@/api/errors";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { useCreateProject } from "./projects";

export function NewProjectDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const create = useCreateProject();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: "", description: "" },
    validate: { name: (value) => (value.trim() ? null : "Give the project a name.") },
  });
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSuccess: (made) => {
        onClose();
        form.reset();
        void navigate({ to: "/projects/$project", params: { project: made.id } });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <Modal opened={opened} onClose={onClose} title="New project">
      <form onSubmit={submit}>
        <Stack>
          {create.isError && Object.keys(fieldErrors(create.error)).length === 0 && (
            <ErrorAlert error={create.error} />
          )}
          <TextInput label="Name" required data-autofocus {...form.getInputProps("name")} />
          <Textarea label="Description" autosize minRows={2} {...form.getInputProps("description")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create the project
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
