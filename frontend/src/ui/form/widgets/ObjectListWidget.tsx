import { ActionIcon, Button, Group, Input, Paper, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { FieldControl } from "../FieldControl";
import type { Values } from "../schema";
import { type WidgetProps, wrapperProps } from "../widget";

/** A list of small objects, for schemas that name no widget of their own: a box of fields per item. */
export function ObjectListWidget(props: WidgetProps) {
  const { field, onChange, readOnly, scope, id } = props;
  const items = (Array.isArray(props.value) ? props.value : []) as Values[];
  const fields = field.items?.fields ?? [];
  const set = (index: number, item: Values) => onChange(items.map((old, at) => (at === index ? item : old)));

  return (
    <Input.Wrapper {...wrapperProps(props)} labelElement="div">
      <Stack gap="xs" mt={4}>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity of their own
          <Paper key={index} withBorder p="xs">
            <Group align="flex-end" gap="xs" wrap="nowrap">
              <Stack gap="xs" flex={1}>
                {fields.map((one) => (
                  <FieldControl
                    key={one.name}
                    field={one}
                    value={item[one.name]}
                    values={item}
                    scope={scope}
                    readOnly={readOnly}
                    error={undefined}
                    id={`${id}-${index}-${one.name}`}
                    onChange={(next) => set(index, { ...item, [one.name]: next })}
                  />
                ))}
              </Stack>
              {!readOnly && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove item ${index + 1}`}
                  onClick={() => onChange(items.filter((_, at) => at !== index))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </Group>
          </Paper>
        ))}
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={13} />}
            style={{ alignSelf: "flex-start" }}
            onClick={() => onChange([...items, {}])}
          >
            Add
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
