import { Anchor, Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Pack } from "@/features/packs";
import { fills, planOf, planText, toggled, withGap } from "../definition";
import { Legend, TimelinePicture } from "../timeline/TimelinePicture";
import type { BenchSource, Input, Plan, Timeline } from "../types";
import { ArrivalForm } from "./ArrivalForm";
import styles from "./Editor.module.css";
import { PackRows } from "./PackRows";
import { PackSelect, VersionSelect } from "./PackSelect";

interface Props {
  project: string;
  source: BenchSource;
  /** Those that fit best first; undefined while they are loaded. */
  packs: readonly Pack[] | undefined;
  input: Input | null;
  timeline: Timeline | undefined;
  problem: string | null;
  /** Rows that a question is about. */
  traced: readonly number[];
  onChange: (input: Input | null) => void;
  onWhither?: (row: number) => void;
}

/** What feeds one source: a pack, when its rows arrive, and how that looks. */
export function SourceCard(props: Props) {
  const { project, source, packs, input, timeline, problem, traced, onChange, onWhither } = props;
  const pack = packs?.find(({ id }) => id === input?.pack);
  const plan = input ? planOf(input) : null;
  const put = (arrival: Plan) => input && onChange({ ...input, arrival });
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
      {pack && !fills(source, pack) && <Lacking source={source} pack={pack} />}
      {plan && <ArrivalForm plan={plan} source={source} pack={pack} onChange={put} />}
      {problem && (
        <p className={styles.misfit} role="alert">
          {problem}
        </p>
      )}
      {input && plan && timeline && (
        <Drawn
          key={input.pack}
          source={source}
          input={input}
          pack={pack}
          plan={plan}
          timeline={timeline}
          traced={traced}
          onPlan={put}
          {...(onWhither && { onWhither })}
        />
      )}
    </section>
  );
}

interface DrawnProps {
  source: BenchSource;
  input: Input;
  pack: Pack | undefined;
  plan: Plan;
  timeline: Timeline;
  traced: readonly number[];
  onPlan: (plan: Plan) => void;
  onWhither?: (row: number) => void;
}

/** The picture of the arrivals, and the rows behind it: what is pointed at in one shows in the other. */
function Drawn({ source, input, pack, plan, timeline, traced, onPlan, onWhither }: DrawnProps) {
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<number | null>(null);
  const picks = plan.mode === "delayed" || plan.mode === "in-order";
  const pick = picks ? (row: number) => onPlan(toggled(plan, row)) : undefined;
  const version = input.version ?? pack?.version?.number;
  return (
    <>
      <TimelinePicture
        source={source.name}
        timeline={timeline}
        picked={plan.mode === "delayed" ? (plan.rows ?? []) : []}
        traced={traced}
        shown={shown}
        onShow={setShown}
        {...(pick && { onPick: pick })}
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
            {timeline.total} rows, {planText(plan)}
          </Button>
          {open && (
            <PackRows
              pack={input.pack}
              version={version}
              source={source}
              plan={plan}
              timeline={timeline}
              shown={shown}
              onShow={setShown}
              {...(pick && { onPick: pick })}
              {...(onWhither && { onWhither })}
              onGap={(row, ms) => onPlan(withGap(plan, row, ms))}
            />
          )}
        </>
      )}
    </>
  );
}

function Lacking({ source, pack }: { source: BenchSource; pack: Pack }) {
  const there = new Set(pack.columns.map(({ name }) => name));
  const lacks = source.columns
    .filter(({ name, optional }) => !optional && !there.has(name))
    .map(({ name }) => name);
  return (
    <p className={styles.hint}>
      {pack.name} has no {lacks.join(", ")}: {lacks.length === 1 ? "it is" : "they are"} NULL in this test.
    </p>
  );
}
