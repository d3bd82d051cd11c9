import { NativeSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import { largestUnit, UNITS } from "@/ui/form/duration";

interface Props {
  label: string;
  value: number;
  onChange: (ms: number) => void;
  disabled?: boolean;
  width?: number;
  /** Where the place says what it is, the label is only heard. */
  bare?: boolean;
}

/** A duration in the unit that suits, small enough to stand in a line of others. */
export function Duration({ label, value, onChange, disabled = false, width = 142, bare = false }: Props) {
  const [chosen, setChosen] = useState(() => largestUnit(value));
  const unit = value % chosen.size === 0 ? chosen : largestUnit(value);
  return (
    <NumberInput
      size="xs"
      w={width}
      {...(bare ? { "aria-label": label } : { label })}
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
