import { ActionIcon, NumberInput, SegmentedControl, Select, Tooltip } from "@mantine/core";
import { IconDice5 } from "@tabler/icons-react";
import type { Pack } from "@/features/packs";
import { withMode } from "../definition";
import type { ArrivalMode, ArrivalPlan, SurfaceSource } from "../types";
import { DurationInput } from "./DurationInput";
import styles from "./Editor.module.css";

const ARRIVAL_MODES: readonly { value: ArrivalMode; label: string; about: string }[] = [
  { value: "in-order", label: "In order", about: "By event time" },
  { value: "recorded", label: "Recorded", about: "In the order of the pack" },
  { value: "shuffled", label: "Out of order", about: "Shuffled within a time bound, always in the same way" },
  { value: "delayed", label: "Delayed", about: "Some rows arrive late" },
  { value: "explicit", label: "By column", about: "A column of the pack has the arrival times" },
];

interface Props {
  plan: ArrivalPlan;
  source: SurfaceSource;
  pack: Pack | undefined;
  onChange: (plan: ArrivalPlan) => void;
}

/** The arrival plan of a source: its mode, and the settings of the mode. */
export function ArrivalForm({ plan, source, pack, onChange }: Props) {
  return (
    <>
      <div className={styles.modes}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={`Arrival of ${source.name}`}
          data={ARRIVAL_MODES.map(({ value, label, about }) => ({
            value,
            label: <span title={about}>{label}</span>,
          }))}
          value={plan.mode}
          onChange={(mode) => onChange(withMode(plan, mode as ArrivalMode))}
        />
      </div>
      <ModeSettings plan={plan} pack={pack} onChange={onChange} />
    </>
  );
}

function ModeSettings({ plan, pack, onChange }: Omit<Props, "source">) {
  if (plan.mode === "shuffled") {
    return (
      <div className={styles.fields}>
        <DurationInput
          label="Within"
          value={plan.bound_ms}
          onChange={(bound_ms) => onChange({ ...plan, bound_ms })}
        />
        <SeedInput value={plan.seed ?? 0} onChange={(seed) => onChange({ ...plan, seed })} />
      </div>
    );
  }
  if (plan.mode === "delayed") return <DelayedSettings plan={plan} onChange={onChange} />;
  if (plan.mode === "explicit" && !plan.offsets) {
    return (
      <div className={styles.fields}>
        <Select
          size="xs"
          label="Arrival column"
          placeholder="Choose a column"
          description="Milliseconds since the first event, or timestamps"
          data={pack?.columns.map(({ name }) => name) ?? []}
          value={plan.column || null}
          onChange={(column) => onChange({ ...plan, column: column ?? "" })}
        />
      </div>
    );
  }
  return null;
}

function DelayedSettings({
  plan,
  onChange,
}: {
  plan: ArrivalPlan & { mode: "delayed" };
  onChange: (plan: ArrivalPlan) => void;
}) {
  const picked = plan.rows;
  const { gaps } = plan;
  const kept = gaps && gaps.length > 0 ? { gaps } : {};
  return (
    <div className={styles.fields}>
      <DurationInput label="By" value={plan.by_ms} onChange={(by_ms) => onChange({ ...plan, by_ms })} />
      {picked ? (
        <p className={styles.hint}>
          {picked.length === 0 ? "Click rows in the chart or the list." : `${picked.length} picked by hand. `}
          <button
            type="button"
            className={styles.link}
            onClick={() => onChange({ mode: "delayed", by_ms: plan.by_ms, share: 0.1, seed: 1, ...kept })}
          >
            Use a share instead
          </button>
        </p>
      ) : (
        <>
          <NumberInput
            size="xs"
            w={86}
            label="Share"
            suffix=" %"
            min={0}
            max={100}
            hideControls
            value={Math.round((plan.share ?? 0) * 1_000) / 10}
            onChange={(share) => typeof share === "number" && onChange({ ...plan, share: share / 100 })}
          />
          <SeedInput value={plan.seed ?? 0} onChange={(seed) => onChange({ ...plan, seed })} />
          <p className={styles.hint}>Or click single rows.</p>
        </>
      )}
    </div>
  );
}

/** The random seed: the same seed always gives the same rows. */
function SeedInput({ value, onChange }: { value: number; onChange: (seed: number) => void }) {
  return (
    <NumberInput
      size="xs"
      w={92}
      label="Seed"
      min={0}
      hideControls
      value={value}
      onChange={(seed) => typeof seed === "number" && onChange(seed)}
      rightSection={
        <Tooltip label="New seed. The same seed always gives the same rows.">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="New seed"
            onClick={() => onChange(value + 1)}
          >
            <IconDice5 size={15} />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
