/** Durations: stored in milliseconds, read and typed in the unit that suits. */
import { NativeSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import { inputProps, type WidgetProps } from "../widget";

export const UNITS = [
  { name: "ms", long: "milliseconds", size: 1 },
  { name: "s", long: "seconds", size: 1_000 },
  { name: "min", long: "minutes", size: 60_000 },
  { name: "h", long: "hours", size: 3_600_000 },
  { name: "d", long: "days", size: 86_400_000 },
] as const;

export type Unit = (typeof UNITS)[number];

/** The largest unit in which the duration is a whole number. Zero is in seconds. */
export function largestUnit(ms: number): Unit {
  const whole = UNITS.filter((unit) => ms !== 0 && ms % unit.size === 0);
  return whole.at(-1) ?? UNITS[ms === 0 ? 1 : 0];
}

/** "5000" reads "5 s". */
export function formatSetDuration(ms: number): string {
  const unit = largestUnit(ms);
  return `${ms / unit.size} ${unit.name}`;
}

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
