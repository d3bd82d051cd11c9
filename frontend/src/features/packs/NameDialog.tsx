import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { fieldErrors, sentence } from "@/api/errors";
import { useChangePack } from "./packs";
import type { Pack } from "./types";

interface Props {
  pack: Pack;
  opened: boolean;
  onClose: () => void;
}

/** Another name or description. Tests hold on to the pack itself, so nothing breaks. */
export function NameDialog({ pack, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Rename the pack">
      {opened && <NameForm pack={pack} onClose={onClose} />}
    </Modal>
  );
}

function NameForm({ pack, onClose }: Omit<Props, "opened">) {
  const [name, setName] = useState(pack.name);
  const [description, setDescription] = useState(pack.description);
  const change = useChangePack();
  const errors = fieldErrors(change.error);
  const fault = change.isError ? (errors.name ?? sentence(change.error)) : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ id: pack.id, name: name.trim(), description }, { onSuccess: onClose });
      }}
    >
      <Stack>
        <TextInput
          label="Name"
          required
          data-autofocus
          maxLength={100}
          value={name}
          error={fault}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxLength={1000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!name.trim()}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
