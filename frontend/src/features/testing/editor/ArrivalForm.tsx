import { ActionIcon, NumberInput, SegmentedControl, Select, Tooltip } from "@mantine/core";
import { IconDice5 } from "@tabler/icons-react";
import type { Pack } from "@/features/packs";
import { inMode } from "../definition";
import type { BenchSource, Mode, Plan } from "../types";
import { Duration } from "./Duration";
import styles from "./Editor.module.css";

const MODES: readonly { value: Mode; label: string; about: string }[] = [
  { value: "in-order", label: "In order", about: "By event time" },
  { value: "recorded", label: "Recorded", about: "As the rows stand in the pack" },
  { value: "shuffled", label: "Out of order", about: "Mixed up within a bound, the same way each time" },
  { value: "delayed", label: "Delayed", about: "Some rows come later than the others" },
  { value: "explicit", label: "By column", about: "A column of the pack says when each row arrives" },
];

interface Props {
  plan: Plan;
  source: BenchSource;
  pack: Pack | undefined;
  onChange: (plan: Plan) => void;
}

/** When the rows arrive: the sort of plan, and what it needs to know. */
export function ArrivalForm({ plan, source, pack, onChange }: Props) {
  return (
    <>
      <div className={styles.modes}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={`Arrival of ${source.name}`}
          data={MODES.map(({ value, label, about }) => ({
            value,
            label: <span title={about}>{label}</span>,
          }))}
          value={plan.mode}
          onChange={(mode) => onChange(inMode(plan, mode as Mode))}
        />
      </div>
      <Settings plan={plan} pack={pack} onChange={onChange} />
    </>
  );
}

function Settings({ plan, pack, onChange }: Omit<Props, "source">) {
  if (plan.mode === "shuffled") {
    return (
      <div className={styles.fields}>
        <Duration
          label="Within"
          value={plan.bound_ms}
          onChange={(bound_ms) => onChange({ ...plan, bound_ms })}
        />
        <Seed value={plan.seed ?? 0} onChange={(seed) => onChange({ ...plan, seed })} />
      </div>
    );
  }
  if (plan.mode === "delayed") return <Delayed plan={plan} onChange={onChange} />;
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

function Delayed({ plan, onChange }: { plan: Plan & { mode: "delayed" }; onChange: (plan: Plan) => void }) {
  const picked = plan.rows;
  const { gaps } = plan;
  const kept = gaps && gaps.length > 0 ? { gaps } : {};
  return (
    <div className={styles.fields}>
      <Duration label="By" value={plan.by_ms} onChange={(by_ms) => onChange({ ...plan, by_ms })} />
      {picked ? (
        <p className={styles.hint}>
          {picked.length === 0
            ? "Click rows in the picture or the list."
            : `${picked.length} picked by hand. `}
          <button
            type="button"
            className={styles.link}
            onClick={() => onChange({ mode: "delayed", by_ms: plan.by_ms, share: 0.1, seed: 1, ...kept })}
          >
            Take a share instead
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
          <Seed value={plan.seed ?? 0} onChange={(seed) => onChange({ ...plan, seed })} />
          <p className={styles.hint}>Or click single rows.</p>
        </>
      )}
    </div>
  );
}

/** The number that decides the draw: the same one gives the same rows, always. */
function Seed({ value, onChange }: { value: number; onChange: (seed: number) => void }) {
  return (
    <NumberInput
      size="xs"
      w={92}
      label="Draw"
      min={0}
      hideControls
      value={value}
      onChange={(seed) => typeof seed === "number" && onChange(seed)}
      rightSection={
        <Tooltip label="Another draw. The same number always gives the same rows.">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Another draw"
            onClick={() => onChange(value + 1)}
          >
            <IconDice5 size={15} />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
