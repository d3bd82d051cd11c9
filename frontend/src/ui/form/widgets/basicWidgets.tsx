/** Widgets for plain JSON types: text, number, yes or no, one of a few. */
import {
  Input,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { humanize } from "../schema";
import { inputProps, type WidgetProps, wrapperProps } from "../widget";

const orUnset = (text: string): string | undefined => (text === "" ? undefined : text);

export function TextWidget(props: WidgetProps) {
  return (
    <TextInput
      {...inputProps(props)}
      value={String(props.value ?? "")}
      onChange={(event) => props.onChange(orUnset(event.currentTarget.value))}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

export function LongTextWidget(props: WidgetProps) {
  return (
    <Textarea
      {...inputProps(props)}
      value={String(props.value ?? "")}
      onChange={(event) => props.onChange(orUnset(event.currentTarget.value))}
      autosize
      minRows={3}
      maxRows={12}
    />
  );
}

export function SecretWidget(props: WidgetProps) {
  return (
    <PasswordInput
      {...inputProps(props)}
      value={String(props.value ?? "")}
      onChange={(event) => props.onChange(orUnset(event.currentTarget.value))}
      autoComplete="new-password"
    />
  );
}

export function NumberWidget(props: WidgetProps) {
  const { field, value, onChange } = props;
  return (
    <NumberInput
      {...inputProps(props)}
      value={typeof value === "number" ? value : ""}
      onChange={(next) => onChange(typeof next === "number" ? next : undefined)}
      allowDecimal={field.type !== "integer"}
      min={field.minimum}
      max={field.maximum}
      clampBehavior="none"
      hideControls={props.readOnly}
      styles={{ input: { fontVariantNumeric: "tabular-nums" } }}
    />
  );
}

/** A number as text: it keeps the digits of a BIGINT or DECIMAL, which a JavaScript number would round. */
export function DecimalWidget(props: WidgetProps) {
  return (
    <TextInput
      {...inputProps(props)}
      value={String(props.value ?? "")}
      onChange={(event) => props.onChange(orUnset(event.currentTarget.value.trim()))}
      inputMode="decimal"
      autoComplete="off"
      styles={{ input: { fontVariantNumeric: "tabular-nums" } }}
    />
  );
}

export function SwitchWidget(props: WidgetProps) {
  const { field, value, onChange, error, readOnly, id } = props;
  return (
    <Switch
      id={id}
      label={field.label}
      description={field.description}
      error={error}
      disabled={readOnly}
      checked={Boolean(value ?? field.default ?? false)}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

export function selectOptions({ field }: WidgetProps): { value: string; label: string }[] {
  return (field.enum ?? []).map((one) => ({
    value: String(one),
    label: field["x-labels"]?.[String(one)] ?? humanize(String(one)),
  }));
}

/** Up to three short choices are shown side by side; more become a list. */
export function ChoiceWidget(props: WidgetProps) {
  const data = selectOptions(props);
  const { field, onChange, readOnly } = props;
  const value = String(props.value ?? field.default ?? "");
  const short = data.length <= 3 && data.every((one) => one.label.length <= 14);
  if (!short || !data.some((one) => one.value === value)) {
    return (
      <Select
        {...inputProps(props)}
        data={data}
        value={value || null}
        onChange={(next) => onChange(next ?? undefined)}
        allowDeselect={!field.required}
        checkIconPosition="right"
      />
    );
  }
  return (
    <Input.Wrapper {...wrapperProps(props)}>
      <SegmentedControl
        id={props.id}
        fullWidth
        size="xs"
        mt={4}
        data={data}
        value={value}
        onChange={onChange}
        readOnly={readOnly}
        disabled={readOnly}
        aria-label={field.label}
      />
    </Input.Wrapper>
  );
}

export function TagsWidget(props: WidgetProps) {
  const value = Array.isArray(props.value) ? props.value.map(String) : [];
  const items = props.field.items?.enum?.map(String);
  return (
    <TagsInput
      {...inputProps(props)}
      value={value}
      onChange={props.onChange}
      data={items}
      splitChars={[",", ";"]}
    />
  );
}
