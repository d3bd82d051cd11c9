import { ActionIcon, Button, Group, Input, Paper, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type Field, isVisible, type Values } from "./schema";
import { useWidgets, type Widget, type WidgetProps, wrapperProps } from "./widget";
import {
  ChoiceWidget,
  DecimalWidget,
  LongTextWidget,
  NumberWidget,
  SecretWidget,
  SwitchWidget,
  TagsWidget,
  TextWidget,
} from "./widgets/basicWidgets";
import { DurationWidget } from "./widgets/DurationWidget";
import { KeyValueWidget } from "./widgets/KeyValueWidget";

const NAMED: Record<string, Widget> = {
  "key-value": KeyValueWidget,
  "duration-ms": DurationWidget,
  decimal: DecimalWidget,
  password: SecretWidget,
  textarea: LongTextWidget,
  text: TextWidget,
};

function byType(field: Field): Widget {
  if (field.enum) return ChoiceWidget;
  if (field.type === "boolean") return SwitchWidget;
  if (field.type === "integer" || field.type === "number") return NumberWidget;
  if (field.type === "array") return field.items?.fields ? ObjectListWidget : TagsWidget;
  if (field.type === "object") return KeyValueWidget;
  return TextWidget;
}

/** One field by the widget it names, else by its JSON type. */
export function FieldControl(props: WidgetProps) {
  const registered = useWidgets();
  const name = props.field.widget;
  const Chosen = (name && (registered[name] ?? NAMED[name])) || byType(props.field);
  return <Chosen {...props} />;
}

/** A list of small objects, for schemas that name no widget of their own: a box of fields per item. */
function ObjectListWidget(props: WidgetProps) {
  const { field, onChange, readOnly, scope, id } = props;
  const items = (Array.isArray(props.value) ? props.value : []) as Values[];
  const fields = field.items?.fields ?? [];
  const shownFields = (item: Values) => fields.filter((one) => isVisible(one, item, fields, scope));
  const set = (index: number, item: Values) => onChange(items.map((old, at) => (at === index ? item : old)));

  return (
    <Input.Wrapper {...wrapperProps(props)} labelElement="div">
      <Stack gap="xs" mt={4}>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity of their own
          <Paper key={index} withBorder p="xs">
            <Group align="flex-end" gap="xs" wrap="nowrap">
              <Stack gap="xs" flex={1}>
                {shownFields(item).map((one) => (
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
