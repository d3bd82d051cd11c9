import { Button, Tabs, Text } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifyError } from "@/ui/notify";
import { Status, StatusMark } from "@/ui/Status";
import { RelativeTime } from "@/ui/time";
import { useCancelRun } from "../mutations";
import { run } from "../queries";
import {
  describeRun,
  formatRunTime,
  getCaseState,
  getStateLabel,
  getStateTone,
  isTerminal,
} from "../runState";
import type { RowTrace } from "../trace/useRowTrace";
import type { Case, RunDetail, RunOutput, RunSummary } from "../types";
import type { TestSuite } from "../useTestSuite";
import { LateRows } from "./LateRows";
import { OutputView } from "./OutputView";
import styles from "./Result.module.css";

interface Props {
  tests: TestSuite;
  testCase: Case;
  rowTrace: RowTrace;
}

/** The result of the last run of a case, shared by everybody who opens the job. */
export function ResultPane({ tests, testCase, rowTrace }: Props) {
  const last = testCase.last_run;
  const { data, error, isPlaceholderData } = useQuery({
    ...run(tests.job, last?.id ?? ""),
    enabled: last !== null,
    placeholderData: keepPreviousData,
  });
  if (!last) return <NotRunYet tests={tests} testCase={testCase} />;
  // The previous result stays visible, dimmed, until the new testCase is loaded.
  const old = isPlaceholderData || !isTerminal(last.state);
  return (
    <div className={styles.pane}>
      <RunHeader tests={tests} testCase={testCase} last={last} />
      {error && !data && <ErrorAlert title="The result could not be loaded" error={error} />}
      {data && <RunOutputs tests={tests} testCase={testCase} detail={data} old={old} rowTrace={rowTrace} />}
    </div>
  );
}

function NotRunYet({ tests, testCase }: { tests: TestSuite; testCase: Case }) {
  return (
    <EmptyState
      picture="turbine"
      compact
      title="Not run yet"
      action={
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={15} />}
          disabled={!tests.mayEdit}
          onClick={() => void tests.run([testCase.id])}
        >
          Run
        </Button>
      }
    >
      The job runs on Flink with the rows of the case instead of its sources; the rows that its sinks would
      have written are shown here.
    </EmptyState>
  );
}

function RunHeader({ tests, testCase, last }: { tests: TestSuite; testCase: Case; last: RunSummary }) {
  const cancel = useCancelRun();
  const busy = !isTerminal(last.state);
  const state = getCaseState(last);
  const bad = last.state === "error" || last.state === "stopped";
  return (
    <header className={styles.head} data-tone={getStateTone(state)}>
      <div className={styles.state} role="status" data-testid="run-state">
        <Status tone={getStateTone(state)}>
          {state === "stale" ? `${getStateLabel(last.state)}, outdated` : getStateLabel(state)}
        </Status>
        <span className={styles.took}>{formatRunTime(last.milliseconds)}</span>
        <Text fz="xs" c="dimmed" truncate>
          {last.created_by.full_name || last.created_by.username}, <RelativeTime at={last.created_at} />
        </Text>
        <span className={styles.gap} />
        {busy ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerStop size={13} />}
            disabled={!tests.mayEdit}
            loading={cancel.isPending}
            onClick={() =>
              cancel.mutate(last.id, { onError: (error) => notifyError("The run was not cancelled", error) })
            }
          >
            Cancel
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerPlay size={13} />}
            disabled={!tests.mayEdit}
            onClick={() => void tests.run([testCase.id])}
          >
            Run
          </Button>
        )}
      </div>
      <p className={styles.sentence} data-bad={bad || undefined}>
        {describeRun(last)}
      </p>
    </header>
  );
}

interface RunOutputsProps {
  tests: TestSuite;
  testCase: Case;
  detail: RunDetail;
  old: boolean;
  rowTrace: RowTrace;
}

function RunOutputs({ tests, testCase, detail, old, rowTrace }: RunOutputsProps) {
  const { outputs, result } = detail;
  const late = result?.late ?? [];
  const [tab, setTab] = useState<string | null>(null);
  const names = [...outputs.map(({ name }) => name), ...(late.length > 0 ? [LATE_ROWS_TAB] : [])];
  const shown = tab !== null && names.includes(tab) ? tab : (findFirstMismatch(detail) ?? names[0] ?? null);
  if (names.length === 0) return null;
  return (
    <div className={styles.body} data-testid="run-rows" data-old={old || undefined}>
      {result?.notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {detail.rows_hidden && (
        <p className={styles.note}>Rows are hidden: seeing them requires the permission to preview data.</p>
      )}
      <Tabs value={shown} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          {outputs.map((output) => (
            <OutputTab key={output.name} output={output} detail={detail} />
          ))}
          {late.length > 0 && <Tabs.Tab value={LATE_ROWS_TAB}>Late rows ({late.length})</Tabs.Tab>}
        </Tabs.List>
        {outputs.map((output) => (
          <Tabs.Panel key={output.name} value={output.name} pt={8}>
            <OutputView
              tests={tests}
              testCase={testCase}
              detail={detail}
              output={output}
              rowTrace={rowTrace}
            />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value={LATE_ROWS_TAB} pt={8}>
          <LateRows late={late} run={detail.id} rowTrace={rowTrace} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** Starts with a space, as no output name does. */
const LATE_ROWS_TAB = " late";

/** The first output that differs, which is shown first. */
const findFirstMismatch = ({ outputs, result }: RunDetail): string | undefined =>
  outputs.find(({ name }) => result?.comparisons[name]?.ok === false)?.name;

function OutputTab({ output: { name, count }, detail }: { output: RunOutput; detail: RunDetail }) {
  const comparison = detail.result?.comparisons[name];
  return (
    <Tabs.Tab
      value={name}
      leftSection={
        comparison && (
          <StatusMark
            tone={comparison.ok ? "done" : "bad"}
            size={11}
            label={comparison.ok ? "as expected" : "not as expected"}
          />
        )
      }
    >
      {name} ({count})
    </Tabs.Tab>
  );
}
