import { PasswordInput } from "@mantine/core";
import type { SecretSpec } from "./kinds";

interface Props {
  secret: SecretSpec;
  /** Whether the server has stored a value, which it never returns. */
  stored: boolean;
  value: string | undefined;
  error: string | undefined;
  /** Undefined keeps the stored value. */
  onChange: (value: string | undefined) => void;
}

/** A secret that can be set and replaced, but never read. */
export function SecretField({ secret, stored, value, error, onChange }: Props) {
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
