import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { humanize } from "../schema";
import { type WidgetProps, wrapperProps } from "../widget";

interface Pair {
  id: number;
  key: string;
  value: string;
}

const toPairs = (value: unknown): Pair[] =>
  Object.entries((value ?? {}) as Record<string, unknown>).map(([key, one], id) => ({
    id,
    key,
    value: String(one),
  }));

const toRecord = (pairs: Pair[]): Record<string, string> | undefined => {
  const filled = pairs.filter((pair) => pair.key.trim() !== "");
  return filled.length ? Object.fromEntries(filled.map((pair) => [pair.key.trim(), pair.value])) : undefined;
};

/** Keys and values, which `x-labels` may name; else options. Half-typed rows stay here and reach the document only when they have a key. */
export function KeyValueWidget(props: WidgetProps) {
  const { value, onChange, readOnly } = props;
  const { key: keyLabel = "option", value: valueLabel = "value" } = props.field["x-labels"] ?? {};
  const [pairs, setPairs] = useState(() => toPairs(value));
  const sent = useRef(JSON.stringify(toRecord(pairs) ?? {}));
  const next = useRef(pairs.length);

  // The value changed from outside (undo, reload): what is shown follows it.
  const now = JSON.stringify(value ?? {});
  if (now !== sent.current) {
    sent.current = now;
    const fresh = toPairs(value).map((pair) => ({ ...pair, id: next.current++ }));
    setPairs(fresh);
  }

  const change = (changed: Pair[]) => {
    const record = toRecord(changed);
    sent.current = JSON.stringify(record ?? {});
    setPairs(changed);
    onChange(record);
  };
  const edit = (id: number, part: Partial<Pair>) =>
    change(pairs.map((pair) => (pair.id === id ? { ...pair, ...part } : pair)));

  return (
    <Input.Wrapper {...wrapperProps(props)} labelElement="div">
      <Stack gap={6} mt={4}>
        {pairs.map((pair) => (
          <Group key={pair.id} gap={6} wrap="nowrap">
            <TextInput
              aria-label={humanize(keyLabel)}
              placeholder={keyLabel}
              flex={3}
              size="xs"
              ff="monospace"
              value={pair.key}
              readOnly={readOnly}
              onChange={(event) => edit(pair.id, { key: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`${humanize(valueLabel)} of ${pair.key || `the ${keyLabel}`}`}
              placeholder={valueLabel}
              flex={2}
              size="xs"
              value={pair.value}
              readOnly={readOnly}
              onChange={(event) => edit(pair.id, { value: event.currentTarget.value })}
            />
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Remove ${pair.key || `this ${keyLabel}`}`}
                onClick={() => change(pairs.filter((other) => other.id !== pair.id))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={13} />}
            style={{ alignSelf: "flex-start" }}
            onClick={() => setPairs([...pairs, { id: next.current++, key: "", value: "" }])}
          >
            Add {/^[aeiou]/.test(keyLabel) ? "an" : "a"} {keyLabel}
          </Button>
        )}
        {readOnly && pairs.length === 0 && <Input.Description>None</Input.Description>}
      </Stack>
    </Input.Wrapper>
  );
}
