import { NativeSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import { formatSetDuration, largestUnit, UNITS } from "../duration";
import { inputProps, type WidgetProps } from "../widget";

/** A duration in the unit that suits; the value stays in milliseconds. */
export function DurationWidget(props: WidgetProps) {
  const { field, value, onChange, readOnly } = props;
  const standard = typeof field.default === "number" ? field.default : undefined;
  const ms = typeof value === "number" ? value : undefined;
  const [unit, setUnit] = useState(() => largestUnit(ms ?? standard ?? 1000));
  // After an undo the amount may not be whole in the unit chosen before.
  const shown = ms !== undefined && ms % unit.size !== 0 ? largestUnit(ms) : unit;

  const pickUnit = (name: string) => {
    const picked = UNITS.find((one) => one.name === name) ?? shown;
    setUnit(picked);
    if (ms !== undefined) onChange((ms / shown.size) * picked.size);
  };
  return (
    <NumberInput
      {...inputProps(props)}
      placeholder={standard === undefined ? field["x-placeholder"] : formatSetDuration(standard)}
      value={ms === undefined ? "" : ms / shown.size}
      onChange={(next) => {
        setUnit(shown);
        onChange(typeof next === "number" ? Math.round(next * shown.size) : undefined);
      }}
      min={0}
      clampBehavior="none"
      hideControls
      rightSectionWidth={76}
      rightSection={
        <NativeSelect
          aria-label={`Unit of ${field.label}`}
          variant="unstyled"
          size="xs"
          w="100%"
          // The place at the side of a field is dim, for icons; the unit is part of the value.
          styles={{ input: { color: "var(--mantine-color-text)", paddingInline: "8px 24px", opacity: 1 } }}
          disabled={readOnly}
          data={UNITS.map((one) => one.name)}
          value={shown.name}
          onChange={(event) => pickUnit(event.currentTarget.value)}
        />
      }
    />
  );
}
