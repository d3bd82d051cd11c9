/** Widgets of joins: pairs of columns that must be equal, and the output columns of both sides. */

import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  Input,
  Stack,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconEqual, IconPlus, IconTrash } from "@tabler/icons-react";
import { type WidgetProps, wrapperProps } from "@/ui/form";
import { useColumns, useInputs } from "./nodeContext";

interface Pair {
  readonly left: string;
  readonly right: string;
}

interface Pick {
  readonly side: "left" | "right";
  readonly column: string;
  readonly name?: string | null;
}

const list = <T,>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

/** A column that both sides have, and that is not paired yet: the likely next key. */
function nextPair(pairs: readonly Pair[], left: readonly string[], right: readonly string[]): Pair {
  const used = new Set(pairs.map((pair) => pair.left));
  const common = left.find((name) => right.includes(name) && !used.has(name)) ?? "";
  return { left: common, right: common };
}

export function ColumnPairsWidget(props: WidgetProps) {
  const pairs = list<Pair>(props.value);
  const left = useColumns("left").map((column) => column.name);
  const right = useColumns("right").map((column) => column.name);
  const put = (at: number, change: Partial<Pair>) =>
    props.onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...change } : pair)));
  return (
    <Input.Wrapper {...wrapperProps(props)}>
      <Stack gap={6} mt={4}>
        {pairs.map((pair, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing but their place distinguishes the pairs
          <Group key={at} gap={6} wrap="nowrap">
            <Autocomplete
              flex={1}
              aria-label={`Left column of key ${at + 1}`}
              placeholder="left column"
              data={left}
              value={pair.left}
              readOnly={props.readOnly}
              onChange={(next) => put(at, { left: next })}
            />
            <IconEqual size={14} aria-label="equals" />
            <Autocomplete
              flex={1}
              aria-label={`Right column of key ${at + 1}`}
              placeholder="right column"
              data={right}
              value={pair.right}
              readOnly={props.readOnly}
              onChange={(next) => put(at, { right: next })}
            />
            <Remove
              label={`Remove key ${at + 1}`}
              readOnly={props.readOnly}
              onClick={() => props.onChange(pairs.filter((_, index) => index !== at))}
            />
          </Group>
        ))}
        {!props.readOnly && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            w="fit-content"
            onClick={() => props.onChange([...pairs, nextPair(pairs, left, right)])}
          >
            Add a key
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}

export function ColumnPicksWidget(props: WidgetProps) {
  const picks = list<Pick>(props.value);
  const inputs = useInputs();
  const sides = (["left", "right"] as const).map((side) => ({
    side,
    input: inputs.find((input) => input.port === side),
  }));
  const change = (next: Pick[]) => props.onChange(next.length > 0 ? next : undefined);
  const all = (): Pick[] =>
    sides.flatMap(({ side, input }) =>
      (input?.columns ?? []).map((column) => ({ side, column: column.name })),
    );
  return (
    <Input.Wrapper {...wrapperProps(props)}>
      <Stack gap={6} mt={4}>
        {picks.map((pick, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column may be picked twice
          <Group key={at} gap={6} wrap="nowrap">
            <Text fz="sm" ff="monospace" flex={1} truncate>
              <Text span c="dimmed" inherit>
                {sides.find(({ side }) => side === pick.side)?.input?.name ?? pick.side}.
              </Text>
              {pick.column}
            </Text>
            <TextInput
              flex={1}
              aria-label={`New name of ${pick.column}`}
              placeholder={`as ${pick.column}`}
              value={pick.name ?? ""}
              readOnly={props.readOnly}
              onChange={(event) => {
                const { name: _, ...rest } = pick;
                const name = event.currentTarget.value;
                change(
                  picks.map((other, index) => (index === at ? (name ? { ...rest, name } : rest) : other)),
                );
              }}
            />
            <Remove
              label={`Remove ${pick.column}`}
              readOnly={props.readOnly}
              onClick={() => change(picks.filter((_, index) => index !== at))}
            />
          </Group>
        ))}
        {!props.readOnly && <Adders sides={sides} picks={picks} change={change} all={all} />}
      </Stack>
    </Input.Wrapper>
  );
}

interface AddersProps {
  sides: { side: "left" | "right"; input: ReturnType<typeof useInputs>[number] | undefined }[];
  picks: Pick[];
  change: (next: Pick[]) => void;
  all: () => Pick[];
}

function Adders({ sides, picks, change, all }: AddersProps) {
  return (
    <Group gap={6} align="flex-end">
      {sides.map(({ side, input }) => (
        <Autocomplete
          key={`${side}${picks.length}`}
          flex={1}
          size="xs"
          aria-label={`Add a column of ${input?.name ?? side}`}
          placeholder={`+ column of ${input?.name ?? `the ${side} input`}`}
          data={(input?.columns ?? []).map((column) => column.name)}
          onOptionSubmit={(column) => change([...picks, { side, column }])}
          onKeyDown={(event) => {
            const column = event.currentTarget.value.trim();
            if (event.key === "Enter" && column) change([...picks, { side, column }]);
          }}
        />
      ))}
      {picks.length === 0 && all().length > 0 && (
        <Button variant="default" size="compact-sm" onClick={() => change(all())}>
          List all
        </Button>
      )}
    </Group>
  );
}

function Remove({ label, readOnly, onClick }: { label: string; readOnly: boolean; onClick: () => void }) {
  if (readOnly) return null;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <IconTrash size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
