import { Button, Switch, Tooltip } from "@mantine/core";
import { IconEye, IconPlayerPlay, IconPlus } from "@tabler/icons-react";
import { useCanvas } from "@/canvas/view/context";
import { StatusMark } from "@/ui/Status";
import { coverageSentence } from "../coverage/coverage";
import { suiteSentence, suiteTone } from "../state";
import type { Bench } from "../types";
import type { Tests } from "../useTests";
import styles from "./Cases.module.css";
import { useNewCase } from "./useNewCase";

interface Props {
  tests: Tests;
  bench: Bench | undefined;
  onSelect: (id: string) => void;
}

/** The suite as a whole: how it fares, and everything that is done with all cases at once. */
export function SuiteBar({ tests, bench, onSelect }: Props) {
  const { tally, may, busy, watching, covering, setCovering, run } = tests;
  const make = useNewCase(tests, bench, onSelect);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Tests">
      <Button
        size="compact-sm"
        leftSection={<IconPlayerPlay size={14} />}
        disabled={!may}
        loading={busy}
        onClick={() => void run()}
      >
        Run all
      </Button>
      <Tooltip label={watching.sentence} multiline maw={300}>
        <Button
          size="compact-sm"
          variant={watching.on ? "light" : "default"}
          leftSection={<IconEye size={15} />}
          aria-pressed={watching.on}
          disabled={!may}
          onClick={watching.toggle}
        >
          Watch
        </Button>
      </Tooltip>
      <span className={styles.fares} role="status" data-testid="suite-state">
        <StatusMark tone={suiteTone(tally)} size={13} />
        {suiteSentence(tally)}
      </span>
      <Progress {...tally} />
      <span className={styles.gap} />
      <CoverageFigure tests={tests} />
      <Tooltip label="Show on the canvas which steps and conditions the cases exercise" multiline maw={280}>
        <div>
          <Switch
            size="xs"
            label="Coverage"
            checked={covering}
            onChange={(event) => setCovering(event.currentTarget.checked)}
          />
        </div>
      </Tooltip>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={!may || !bench}
        loading={make.pending}
        onClick={() => void make.create()}
      >
        New case
      </Button>
    </div>
  );
}

/** How many of the cases passed and failed, as a bar. */
function Progress({ passed, failed, of }: { passed: number; failed: number; of: number }) {
  return (
    <span className={styles.progress} aria-hidden="true">
      <i data-good style={{ flexGrow: passed }} />
      <i data-bad style={{ flexGrow: failed }} />
      <i style={{ flexGrow: of - passed - failed }} />
    </span>
  );
}

function CoverageFigure({ tests }: { tests: Tests }) {
  const { coverage, covering } = tests;
  const nodes = useCanvas((state) => state.graph.nodes);
  if (!coverage || !covering) return null;
  const measured = coverage.cases > 0;
  const ids = nodes.map(({ id }) => id);
  return (
    <>
      <span className={styles.fares} role="status" data-testid="coverage">
        {measured ? coverageSentence(coverage, ids) : "Not measured yet"}
        {measured && !coverage.fresh ? ", before the last change" : ""}
      </span>
      {!(measured && coverage.fresh) && (
        <Button
          size="compact-xs"
          variant="light"
          disabled={!tests.may}
          loading={tests.busy}
          onClick={() => void tests.run()}
        >
          Measure
        </Button>
      )}
    </>
  );
}
