import { Group, NumberInput, SegmentedControl, Stack, Text } from "@mantine/core";

export interface RecordingScope {
  start: "now" | "earliest" | "latest";
  rows: number;
  seconds: number;
}

interface Props {
  limits: RecordingScope;
  errors: Record<string, string>;
  onChange: (limits: RecordingScope) => void;
}

const STARTS = [
  { value: "now", label: "New records" },
  { value: "earliest", label: "The first records" },
  { value: "latest", label: "The latest records" },
];

/** Where a recording starts, and when it stops. */
export function RecordingLimits({ limits, errors, onChange }: Props) {
  return (
    <Group align="flex-start" gap="xl">
      <Stack gap={4}>
        <Text fz="sm" fw={560} id="which-records">
          Which records
        </Text>
        <SegmentedControl
          aria-labelledby="which-records"
          data={STARTS}
          value={limits.start}
          onChange={(start) => onChange({ ...limits, start: start as RecordingScope["start"] })}
        />
      </Stack>
      <NumberInput
        label="At most"
        suffix=" rows"
        w={140}
        min={1}
        max={100_000}
        thousandSeparator=" "
        value={limits.rows}
        error={errors.rows}
        onChange={(rows) => onChange({ ...limits, rows: Number(rows) || 1 })}
      />
      <NumberInput
        label="Time limit"
        suffix=" seconds"
        w={150}
        min={1}
        max={300}
        value={limits.seconds}
        error={errors.seconds}
        onChange={(seconds) => onChange({ ...limits, seconds: Number(seconds) || 1 })}
      />
    </Group>
  );
}
