import { Button, Tabs, Text } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifyError } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import { Status, StatusMark } from "@/ui/Status";
import { runSentence, settled, stateOf, toneOf, took, wordOf } from "../state";
import { run, useCancelRun } from "../testing";
import type { Asking } from "../trace/useAsking";
import type { Case, Output, RunDetail, RunSummary } from "../types";
import type { Tests } from "../useTests";
import { LateRows } from "./LateRows";
import { OutputView } from "./OutputView";
import styles from "./Result.module.css";

interface Props {
  tests: Tests;
  one: Case;
  asking: Asking;
}

/** What came of a case's last run. It is the server's: whoever opens the job sees the same. */
export function ResultPane({ tests, one, asking }: Props) {
  const last = one.last_run;
  const { data, error, isPlaceholderData } = useQuery({
    ...run(tests.job, last?.id ?? ""),
    enabled: last !== null,
    placeholderData: keepPreviousData,
  });
  if (!last) return <NeverRun tests={tests} one={one} />;
  // The run before stays in sight, dimmed, until there is something newer to look at.
  const old = isPlaceholderData || !settled(last.state);
  return (
    <div className={styles.pane}>
      <Head tests={tests} one={one} last={last} />
      {error && !data && <ErrorAlert title="The result could not be read" error={error} />}
      {data && <Body tests={tests} one={one} detail={data} old={old} asking={asking} />}
    </div>
  );
}

function NeverRun({ tests, one }: { tests: Tests; one: Case }) {
  return (
    <EmptyState
      picture="turbine"
      compact
      title="Not run yet"
      action={
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={15} />}
          disabled={!tests.may}
          onClick={() => void tests.run([one.id])}
        >
          Run
        </Button>
      }
    >
      The job runs on Flink with the case's rows instead of its sources; what its sinks would have written is
      shown here.
    </EmptyState>
  );
}

function Head({ tests, one, last }: { tests: Tests; one: Case; last: RunSummary }) {
  const cancel = useCancelRun();
  const busy = !settled(last.state);
  const state = stateOf(last);
  const bad = last.state === "error" || last.state === "stopped";
  return (
    <header className={styles.head} data-tone={toneOf(state)}>
      <div className={styles.state} role="status" data-testid="run-state">
        <Status tone={toneOf(state)}>
          {state === "stale" ? `${wordOf(last.state)}, outdated` : wordOf(state)}
        </Status>
        <span className={styles.took}>{took(last.milliseconds)}</span>
        <Text fz="xs" c="dimmed" truncate>
          {last.created_by.full_name || last.created_by.username}, <RelativeTime at={last.created_at} />
        </Text>
        <span className={styles.gap} />
        {busy ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerStop size={13} />}
            disabled={!tests.may}
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
            disabled={!tests.may}
            onClick={() => void tests.run([one.id])}
          >
            Run
          </Button>
        )}
      </div>
      <p className={styles.sentence} data-bad={bad || undefined}>
        {runSentence(last)}
      </p>
    </header>
  );
}

interface BodyProps {
  tests: Tests;
  one: Case;
  detail: RunDetail;
  old: boolean;
  asking: Asking;
}

function Body({ tests, one, detail, old, asking }: BodyProps) {
  const { outputs, result } = detail;
  const late = result?.late ?? [];
  const [tab, setTab] = useState<string | null>(null);
  const names = [...outputs.map(({ name }) => name), ...(late.length > 0 ? [LATE] : [])];
  const shown = tab !== null && names.includes(tab) ? tab : (worst(detail) ?? names[0] ?? null);
  if (names.length === 0) return null;
  return (
    <div className={styles.body} data-testid="run-rows" data-old={old || undefined}>
      {result?.notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {detail.rows_hidden && (
        <p className={styles.note}>Rows are hidden: seeing them takes the right to preview data.</p>
      )}
      <Tabs value={shown} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          {outputs.map((output) => (
            <OutputTab key={output.name} output={output} detail={detail} />
          ))}
          {late.length > 0 && <Tabs.Tab value={LATE}>Late rows ({late.length})</Tabs.Tab>}
        </Tabs.List>
        {outputs.map((output) => (
          <Tabs.Panel key={output.name} value={output.name} pt={8}>
            <OutputView tests={tests} one={one} detail={detail} output={output} asking={asking} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value={LATE} pt={8}>
          <LateRows late={late} run={detail.id} asking={asking} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** No node is called that. */
const LATE = " late";

/** What is wrong is looked at first. */
const worst = ({ outputs, result }: RunDetail): string | undefined =>
  outputs.find(({ name }) => result?.comparisons[name]?.ok === false)?.name;

function OutputTab({ output: { name, count }, detail }: { output: Output; detail: RunDetail }) {
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
