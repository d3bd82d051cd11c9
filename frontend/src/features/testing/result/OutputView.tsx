import { Anchor, Button, SegmentedControl } from "@mantine/core";
import { IconCheck, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { outputDownloadUrl } from "../queries";
import { RowsTable } from "../rows/RowsTable";
import type { RowTrace } from "../trace/useRowTrace";
import type { Case, RunDetail, RunOutput } from "../types";
import type { TestSuite } from "../useTestSuite";
import { AcceptDialog } from "./AcceptDialog";
import { ChangesTable, computeFinalTable, isAppendOnly } from "./ChangesTable";
import { DiffTable } from "./DiffTable";
import { describeComparison } from "./diff";
import styles from "./Result.module.css";

interface Props {
  tests: TestSuite;
  testCase: Case;
  detail: RunDetail;
  output: RunOutput;
  rowTrace: RowTrace;
}

type View = "diff" | "changes" | "table";

/** One output: its differences from the expected rows, all its changes, and the resulting table. */
export function OutputView({ tests, testCase, detail, output, rowTrace }: Props) {
  const comparison = detail.result?.comparisons[output.name];
  const [chosen, setChosen] = useState<View | null>(null);
  const [accepting, setAccepting] = useState(false);
  const complete = output.changes.length === output.count;
  const views: { value: View; label: string }[] = [
    ...(comparison && !comparison.ok ? [{ value: "diff" as const, label: "Difference" }] : []),
    { value: "changes", label: isAppendOnly(output.changes) ? "Rows" : "Changes" },
    ...(complete && !isAppendOnly(output.changes) ? [{ value: "table" as const, label: "Final table" }] : []),
  ];
  const view = views.find(({ value }) => value === chosen)?.value ?? views[0]?.value ?? "changes";
  const acceptable =
    tests.mayEdit &&
    testCase.last_run?.id === detail.id &&
    testCase.last_run.fresh &&
    ["passed", "failed", "finished"].includes(detail.state) &&
    !comparison?.ok &&
    !detail.rows_hidden;
  const explainRow = (row: number) => rowTrace.start(detail.id, { output: output.name, row });
  return (
    <div className={styles.output}>
      <div className={styles.tools}>
        {comparison && <b data-bad={!comparison.ok || undefined}>{describeComparison(comparison)}</b>}
        {views.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={`View of ${output.name}`}
            data={views}
            value={view}
            onChange={(value) => setChosen(value as View)}
          />
        )}
        <span className={styles.gap} />
        {output.count > 0 && !detail.rows_hidden && (
          <Anchor fz="xs" href={outputDownloadUrl(detail.id, output.name)} download={`${output.name}.jsonl`}>
            <IconDownload size={12} /> Download all {output.kept}
          </Anchor>
        )}
        {acceptable && (
          <Button size="compact-xs" leftSection={<IconCheck size={13} />} onClick={() => setAccepting(true)}>
            Accept as expected
          </Button>
        )}
      </div>
      {comparison?.notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {view === "diff" && comparison && (
        <DiffTable
          comparison={comparison}
          output={output}
          {...(tests.mayEdit && { onExplainRow: explainRow })}
        />
      )}
      {view === "changes" && (
        <ChangesTable run={detail.id} output={output} {...(tests.mayEdit && { onExplainRow: explainRow })} />
      )}
      {view === "table" && (
        <RowsTable columns={output.columns} rows={computeFinalTable(output.changes, output.key)} />
      )}
      {accepting && (
        <AcceptDialog
          tests={tests}
          testCase={testCase}
          run={detail.id}
          output={output}
          onClose={() => setAccepting(false)}
        />
      )}
    </div>
  );
}
