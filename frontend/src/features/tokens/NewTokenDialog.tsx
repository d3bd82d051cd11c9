import { Alert, Button, Code, CopyButton, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { errorMessage, fieldErrors } from "@/api/errors";
import { useCreateToken } from "./tokens";

const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "", label: "Until revoked" },
];

/** The end of a token's life, or null for none. */
export function expiresAt(days: string, now: Date = new Date()): string | null {
  return days === "" ? null : new Date(now.getTime() + Number(days) * 86_400_000).toISOString();
}

export function NewTokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [fault, setFault] = useState<string>();
  const create = useCreateToken();
  const secret = create.data?.token;
  const close = () => {
    onClose();
    setName("");
    setFault(undefined);
    create.reset();
  };
  const save = () => {
    if (!name.trim()) return setFault("Give it the name of the script that will use it.");
    create.mutate(
      { name: name.trim(), expires_at: expiresAt(days) },
      { onError: (error) => setFault(fieldErrors(error).name ?? errorMessage(error)) },
    );
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={secret ? "Copy the token now" : "New token"}
      closeOnClickOutside={!secret}
    >
      {secret ? (
        <Stack>
          <Alert color="amber" variant="light">
            This is the only time it is shown. Penstock stores only a hash of it.
          </Alert>
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
            {secret}
          </Code>
          <Group justify="flex-end" gap="xs">
            <CopyButton value={secret}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                  onClick={copy}
                >
                  {copied ? "Copied" : "Copy"}
                </Button>
              )}
            </CopyButton>
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Stack>
            <TextInput
              label="Name"
              placeholder="nightly deploy"
              data-autofocus
              maxLength={100}
              value={name}
              error={fault}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label="Valid for"
              data={LIVES}
              value={days}
              onChange={(value) => setDays(value ?? "90")}
              allowDeselect={false}
            />
            <Text fz="xs" c="dimmed">
              It has all of your permissions.
            </Text>
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create the token
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
