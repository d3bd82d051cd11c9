import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { errorMessage, fieldErrors } from "@/api/errors";

interface Props {
  label: string;
  verb: string;
  initial?: string;
  submit: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for one name. */
export function NameForm({ label, verb, initial = "", submit, onClose }: Props) {
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (!name.trim()) return setError("Enter a name.");
    setBusy(true);
    try {
      await submit(name.trim());
      onClose();
    } catch (reason) {
      setError(fieldErrors(reason).name ?? errorMessage(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack>
        <TextInput
          label={label}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setError(undefined);
          }}
          onFocus={(event) => event.currentTarget.select()}
          error={error}
          maxLength={100}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
