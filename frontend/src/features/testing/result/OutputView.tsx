import { Anchor, Button, SegmentedControl } from "@mantine/core";
import { IconCheck, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { downloadUrl } from "../testing";
import type { Asking } from "../trace/useAsking";
import type { Case, Output, RunDetail } from "../types";
import type { Tests } from "../useTests";
import { AcceptDialog } from "./AcceptDialog";
import { ChangesTable } from "./ChangesTable";
import { finalTable, onlyAdds } from "./changes";
import { DiffTable } from "./DiffTable";
import { diffSentence } from "./diff";
import styles from "./Result.module.css";
import { TableView } from "./TableView";

interface Props {
  tests: Tests;
  one: Case;
  detail: RunDetail;
  output: Output;
  asking: Asking;
}

type Look = "diff" | "changes" | "table";

/** One output: how it differs from what was expected, all of its changes, and the table that they leave. */
export function OutputView({ tests, one, detail, output, asking }: Props) {
  const comparison = detail.result?.comparisons[output.name];
  const [chosen, setChosen] = useState<Look | null>(null);
  const [accepting, setAccepting] = useState(false);
  const whole = output.changes.length === output.count;
  const looks: { value: Look; label: string }[] = [
    ...(comparison && !comparison.ok ? [{ value: "diff" as const, label: "Difference" }] : []),
    { value: "changes", label: onlyAdds(output.changes) ? "Rows" : "Changes" },
    ...(whole && !onlyAdds(output.changes) ? [{ value: "table" as const, label: "Final table" }] : []),
  ];
  const look = looks.find(({ value }) => value === chosen)?.value ?? looks[0]?.value ?? "changes";
  const acceptable =
    tests.may &&
    one.last_run?.id === detail.id &&
    one.last_run.fresh &&
    ["passed", "failed", "finished"].includes(detail.state) &&
    !comparison?.ok &&
    !detail.rows_hidden;
  const why = (row: number) => asking.ask(detail.id, { output: output.name, row });
  return (
    <div className={styles.output}>
      <div className={styles.tools}>
        {comparison && <b data-bad={!comparison.ok || undefined}>{diffSentence(comparison)}</b>}
        {looks.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={`Look at ${output.name}`}
            data={looks}
            value={look}
            onChange={(value) => setChosen(value as Look)}
          />
        )}
        <span className={styles.gap} />
        {output.count > 0 && !detail.rows_hidden && (
          <Anchor fz="xs" href={downloadUrl(detail.id, output.name)} download={`${output.name}.jsonl`}>
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
      {look === "diff" && comparison && (
        <DiffTable comparison={comparison} output={output} {...(tests.may && { onWhy: why })} />
      )}
      {look === "changes" && (
        <ChangesTable run={detail.id} output={output} {...(tests.may && { onWhy: why })} />
      )}
      {look === "table" && (
        <TableView columns={output.columns} rows={finalTable(output.changes, output.key)} />
      )}
      {accepting && (
        <AcceptDialog
          tests={tests}
          one={one}
          run={detail.id}
          output={output}
          onClose={() => setAccepting(false)}
        />
      )}
    </div>
  );
}
