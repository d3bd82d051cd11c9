import { NumberInput, Switch } from "@mantine/core";
import type { Bench, Definition } from "../types";
import styles from "./Editor.module.css";

interface Props {
  bench: Bench | undefined;
  definition: Definition;
  edit: (change: (definition: Definition) => Definition) => void;
}

/** What a run may take, and whether it follows the clock. */
export function Limits({ bench, definition, edit }: Props) {
  const { limits, real_time } = definition;
  const limit = (name: keyof Definition["limits"], label: string, max: number, suffix: string) => (
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
        edit((now) =>
          now.limits[name] === value ? now : { ...now, limits: { ...now.limits, [name]: value } },
        )
      }
    />
  );
  return (
    <details className={styles.more} open={bench?.processing_time || real_time || undefined}>
      <summary>Limits and time</summary>
      <div className={styles.fields}>
        {limit("seconds", "At most", 300, " s")}
        {limit("rows", "Captured rows", 100_000, "")}
        {limit("megabytes", "of at most", 8, " MiB")}
        <Switch
          size="xs"
          mb={7}
          label="In real time"
          checked={real_time}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            edit((now) => ({ ...now, real_time: on }));
          }}
        />
      </div>
      {bench?.notes.map((note) => (
        <p key={note} className={styles.hint}>
          {note}
        </p>
      ))}
    </details>
  );
}
