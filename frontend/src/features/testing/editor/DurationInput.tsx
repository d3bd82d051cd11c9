import { NativeSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import { largestUnit, UNITS } from "@/ui/form/widgets/DurationWidget";

interface Props {
  label: string;
  value: number;
  onChange: (ms: number) => void;
  disabled?: boolean;
  width?: number;
  /** Shows the label to screen readers only. */
  hideLabel?: boolean;
}

/** A compact input for a duration in milliseconds, with a choice of units. */
export function DurationInput({
  label,
  value,
  onChange,
  disabled = false,
  width = 142,
  hideLabel = false,
}: Props) {
  const [chosen, setChosen] = useState(() => largestUnit(value));
  const unit = value % chosen.size === 0 ? chosen : largestUnit(value);
  return (
    <NumberInput
      size="xs"
      w={width}
      {...(hideLabel ? { "aria-label": label } : { label })}
      value={value / unit.size}
      min={0}
      hideControls
      disabled={disabled}
      onChange={(next) => {
        setChosen(unit);
        if (typeof next === "number") onChange(Math.round(next * unit.size));
      }}
      rightSectionWidth={76}
      rightSection={
        <NativeSelect
          aria-label={`Unit of ${label.toLowerCase()}`}
          variant="unstyled"
          w="100%"
          size="xs"
          disabled={disabled}
          styles={{ input: { color: "var(--mantine-color-text)", paddingInline: "8px 24px", opacity: 1 } }}
          data={UNITS.map(({ name }) => name)}
          value={unit.name}
          onChange={(event) => {
            const next = UNITS.find(({ name }) => name === event.currentTarget.value) ?? unit;
            setChosen(next);
            onChange((value / unit.size) * next.size);
          }}
        />
      }
    />
  );
}
