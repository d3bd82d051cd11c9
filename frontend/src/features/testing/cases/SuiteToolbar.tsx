import { Button, Switch, Tooltip } from "@mantine/core";
import { IconEye, IconPlayerPlay, IconPlus } from "@tabler/icons-react";
import { useCanvas } from "@/canvas/view/context";
import { StatusMark } from "@/ui/Status";
import { describeCoverage } from "../coverage/coverage";
import { describeSuite, getSuiteTone } from "../runState";
import type { TestSurface } from "../types";
import type { TestSuite } from "../useTestSuite";
import styles from "./Cases.module.css";
import { useNewCase } from "./useNewCase";

interface Props {
  tests: TestSuite;
  surface: TestSurface | undefined;
  onSelect: (id: string) => void;
}

/** The toolbar of the suite: its state, and the actions for all cases. */
export function SuiteToolbar({ tests, surface, onSelect }: Props) {
  const { counts, mayEdit, busy, watch, coverageShown, setCoverageShown, run } = tests;
  const newCase = useNewCase(tests, surface, onSelect);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Tests">
      <Button
        size="compact-sm"
        leftSection={<IconPlayerPlay size={14} />}
        disabled={!mayEdit}
        loading={busy}
        onClick={() => void run()}
      >
        Run all
      </Button>
      <Tooltip label={watch.sentence} multiline maw={300}>
        <Button
          size="compact-sm"
          variant={watch.on ? "light" : "default"}
          leftSection={<IconEye size={15} />}
          aria-pressed={watch.on}
          disabled={!mayEdit}
          onClick={watch.toggle}
        >
          Watch
        </Button>
      </Tooltip>
      <span className={styles.state} role="status" data-testid="suite-state">
        <StatusMark tone={getSuiteTone(counts)} size={13} />
        {describeSuite(counts)}
      </span>
      <SuiteProgress {...counts} />
      <span className={styles.gap} />
      <CoverageSummary tests={tests} />
      <Tooltip label="Show on the canvas which steps and conditions the cases cover" multiline maw={280}>
        <div>
          <Switch
            size="xs"
            label="Coverage"
            checked={coverageShown}
            onChange={(event) => setCoverageShown(event.currentTarget.checked)}
          />
        </div>
      </Tooltip>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={!mayEdit || !surface}
        loading={newCase.pending}
        onClick={() => void newCase.create()}
      >
        New case
      </Button>
    </div>
  );
}

/** A bar with the shares of passed and failed cases. */
function SuiteProgress({ passed, failed, of }: { passed: number; failed: number; of: number }) {
  return (
    <span className={styles.progress} aria-hidden="true">
      <i data-good style={{ flexGrow: passed }} />
      <i data-bad style={{ flexGrow: failed }} />
      <i style={{ flexGrow: of - passed - failed }} />
    </span>
  );
}

function CoverageSummary({ tests }: { tests: TestSuite }) {
  const { coverage, coverageShown } = tests;
  const nodes = useCanvas((state) => state.graph.nodes);
  if (!coverage || !coverageShown) return null;
  const measured = coverage.cases > 0;
  const ids = nodes.map(({ id }) => id);
  return (
    <>
      <span className={styles.state} role="status" data-testid="coverage">
        {measured ? describeCoverage(coverage, ids) : "Not measured yet"}
        {measured && !coverage.fresh ? ", before the last change" : ""}
      </span>
      {!(measured && coverage.fresh) && (
        <Button
          size="compact-xs"
          variant="light"
          disabled={!tests.mayEdit}
          loading={tests.busy}
          onClick={() => void tests.run()}
        >
          Measure
        </Button>
      )}
    </>
  );
}
