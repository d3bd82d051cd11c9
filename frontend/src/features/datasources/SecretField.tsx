import { Button, Group, Input, PasswordInput, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";

interface Props {
  label: string;
  /** Whether the server holds one already. It never says which. */
  set: boolean;
  value: string | undefined;
  error: string | undefined;
  /** Undefined leaves the one that is set as it is. */
  onChange: (value: string | undefined) => void;
}

/** A secret that can be set and replaced, never read. */
export function SecretField({ label, set, value, error, onChange }: Props) {
  const [replacing, setReplacing] = useState(false);
  if (set && !replacing) {
    return (
      <Input.Wrapper label={label} error={error}>
        <Group gap="xs" mt={2}>
          <IconLock size={15} color="var(--mantine-color-dimmed)" />
          <Text fz="sm" c="dimmed">
            set, encrypted
          </Text>
          <Button variant="subtle" size="compact-sm" onClick={() => setReplacing(true)}>
            Replace
          </Button>
        </Group>
      </Input.Wrapper>
    );
  }
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <PasswordInput
        flex={1}
        label={label}
        autoComplete="new-password"
        autoFocus={replacing}
        value={value ?? ""}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
      {replacing && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setReplacing(false);
            onChange(undefined);
          }}
        >
          Keep the old one
        </Button>
      )}
    </Group>
  );
}
