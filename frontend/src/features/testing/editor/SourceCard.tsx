import { Anchor, Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Pack } from "@/features/packs";
import { coversSource, describePlan, getArrivalPlan, toggleDelayedRow, withIdleGap } from "../definition";
import { Legend, TimelineChart } from "../timeline/TimelineChart";
import type { ArrivalPlan, CaseInput, SourceTimeline, SurfaceSource } from "../types";
import { ArrivalForm } from "./ArrivalForm";
import { ArrivalRows } from "./ArrivalRows";
import styles from "./Editor.module.css";
import { PackSelect, VersionSelect } from "./PackSelect";

interface Props {
  project: string;
  source: SurfaceSource;
  /** Best matching packs first; undefined while loading. */
  packs: readonly Pack[] | undefined;
  input: CaseInput | null;
  timeline: SourceTimeline | undefined;
  problem: string | null;
  /** Rows of the open trace. */
  traced: readonly number[];
  onChange: (input: CaseInput | null) => void;
  onTraceRow?: (row: number) => void;
}

/** The input of one source: its pack, when the rows arrive, and a preview. */
export function SourceCard(props: Props) {
  const { project, source, packs, input, timeline, problem, traced, onChange, onTraceRow } = props;
  const pack = packs?.find(({ id }) => id === input?.pack);
  const plan = input ? getArrivalPlan(input) : null;
  const setPlan = (arrival: ArrivalPlan) => input && onChange({ ...input, arrival });
  return (
    <section className={styles.card} aria-label={`Source ${source.name}`}>
      <header className={styles.cardHead}>
        <b>{source.name}</b>
        <PackSelect source={source} packs={packs} input={input} onChange={onChange} />
        {input && pack && <VersionSelect pack={pack} input={input} onChange={onChange} />}
      </header>
      {packs?.length === 0 && (
        <p className={styles.hint}>
          This project has no data packs yet.{" "}
          <Anchor
            fz="inherit"
            renderRoot={(props) => <Link to="/projects/$project/packs" params={{ project }} {...props} />}
          >
            Upload, type or record one
          </Anchor>
          .
        </p>
      )}
      {pack && !coversSource(source, pack) && <MissingColumns source={source} pack={pack} />}
      {plan && <ArrivalForm plan={plan} source={source} pack={pack} onChange={setPlan} />}
      {problem && (
        <p className={styles.misfit} role="alert">
          {problem}
        </p>
      )}
      {input && plan && timeline && (
        <ArrivalPreview
          key={input.pack}
          source={source}
          input={input}
          pack={pack}
          plan={plan}
          timeline={timeline}
          traced={traced}
          onPlanChange={setPlan}
          {...(onTraceRow && { onTraceRow })}
        />
      )}
    </section>
  );
}

interface ArrivalPreviewProps {
  source: SurfaceSource;
  input: CaseInput;
  pack: Pack | undefined;
  plan: ArrivalPlan;
  timeline: SourceTimeline;
  traced: readonly number[];
  onPlanChange: (plan: ArrivalPlan) => void;
  onTraceRow?: (row: number) => void;
}

/** The timeline of the arrivals and the table of rows; hovering one highlights the row in the other. */
function ArrivalPreview({
  source,
  input,
  pack,
  plan,
  timeline,
  traced,
  onPlanChange,
  onTraceRow,
}: ArrivalPreviewProps) {
  const [open, setOpen] = useState(false);
  const [highlighted, setHighlighted] = useState<number | null>(null);
  const pickable = plan.mode === "delayed" || plan.mode === "in-order";
  const pickRow = pickable ? (row: number) => onPlanChange(toggleDelayedRow(plan, row)) : undefined;
  const version = input.version ?? pack?.version?.number;
  return (
    <>
      <TimelineChart
        source={source.name}
        timeline={timeline}
        picked={plan.mode === "delayed" ? (plan.rows ?? []) : []}
        traced={traced}
        highlighted={highlighted}
        onHighlight={setHighlighted}
        {...(pickRow && { onPick: pickRow })}
      />
      <Legend late={timeline.late} total={timeline.total} />
      {version !== undefined && (
        <>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            style={{ alignSelf: "flex-start" }}
            leftSection={open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {timeline.total} rows, {describePlan(plan)}
          </Button>
          {open && (
            <ArrivalRows
              pack={input.pack}
              version={version}
              source={source}
              plan={plan}
              timeline={timeline}
              highlighted={highlighted}
              onHighlight={setHighlighted}
              {...(pickRow && { onPick: pickRow })}
              {...(onTraceRow && { onTraceRow })}
              onGap={(row, ms) => onPlanChange(withIdleGap(plan, row, ms))}
            />
          )}
        </>
      )}
    </>
  );
}

function MissingColumns({ source, pack }: { source: SurfaceSource; pack: Pack }) {
  const available = new Set(pack.columns.map(({ name }) => name));
  const missing = source.columns
    .filter(({ name, optional }) => !optional && !available.has(name))
    .map(({ name }) => name);
  return (
    <p className={styles.hint}>
      {pack.name} has no {missing.join(", ")}: {missing.length === 1 ? "it is" : "they are"} NULL in this
      test.
    </p>
  );
}
