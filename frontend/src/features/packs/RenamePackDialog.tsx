import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { errorMessage, fieldErrors } from "@/api/errors";
import { useUpdatePack } from "./packs";
import type { Pack } from "./types";

interface Props {
  pack: Pack;
  opened: boolean;
  onClose: () => void;
}

/** Changes the name and the description. Tests refer to packs by id, so nothing breaks. */
export function RenamePackDialog({ pack, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Rename the pack">
      {opened && <RenameForm pack={pack} onClose={onClose} />}
    </Modal>
  );
}

function RenameForm({ pack, onClose }: Omit<Props, "opened">) {
  const [name, setName] = useState(pack.name);
  const [description, setDescription] = useState(pack.description);
  const change = useUpdatePack();
  const errors = fieldErrors(change.error);
  const error = change.isError ? (errors.name ?? errorMessage(change.error)) : undefined;
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
          error={error}
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
