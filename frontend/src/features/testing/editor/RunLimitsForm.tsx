import { NumberInput, Switch } from "@mantine/core";
import type { CaseDefinition, TestSurface } from "../types";
import styles from "./Editor.module.css";

interface Props {
  surface: TestSurface | undefined;
  definition: CaseDefinition;
  onEdit: (change: (definition: CaseDefinition) => CaseDefinition) => void;
}

/** The limits of a run, and whether it uses real time. */
export function RunLimitsForm({ surface, definition, onEdit }: Props) {
  const { limits, real_time } = definition;
  const renderLimit = (name: keyof CaseDefinition["limits"], label: string, max: number, suffix: string) => (
    <NumberInput
      size="xs"
      w={124}
      label={label}
      min={1}
      max={max}
      clampBehavior="strict"
      hideControls
      thousandSeparator=" "
      suffix={suffix}
      value={limits[name]}
      onChange={(value) =>
        typeof value === "number" &&
        value >= 1 &&
        onEdit((now) =>
          now.limits[name] === value ? now : { ...now, limits: { ...now.limits, [name]: value } },
        )
      }
    />
  );
  return (
    <details className={styles.more} open={surface?.processing_time || real_time || undefined}>
      <summary>Limits and time</summary>
      <div className={styles.fields}>
        {renderLimit("seconds", "Time limit", 300, " s")}
        {renderLimit("rows", "Captured rows", 100_000, "")}
        {renderLimit("megabytes", "Captured size", 8, " MiB")}
        <Switch
          size="xs"
          mb={7}
          label="In real time"
          checked={real_time}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            onEdit((now) => ({ ...now, real_time: on }));
          }}
        />
      </div>
      {surface?.notes.map((note) => (
        <p key={note} className={styles.hint}>
          {note}
        </p>
      ))}
    </details>
  );
}
