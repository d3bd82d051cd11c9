import type { Field } from "./schema";
import { useWidgets, type Widget, type WidgetProps } from "./widget";
import { DurationWidget } from "./widgets/DurationWidget";
import { KeyValueWidget } from "./widgets/KeyValueWidget";
import { ObjectListWidget } from "./widgets/ObjectListWidget";
import {
  ChoiceWidget,
  LongTextWidget,
  NumberWidget,
  SecretWidget,
  SwitchWidget,
  TagsWidget,
  TextWidget,
} from "./widgets/simple";

const NAMED: Record<string, Widget> = {
  "key-value": KeyValueWidget,
  "duration-ms": DurationWidget,
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
