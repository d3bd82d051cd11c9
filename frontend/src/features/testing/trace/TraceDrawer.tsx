import { CloseButton, Loader } from "@mantine/core";
import { useEffect, useRef } from "react";
import { formatCell } from "@/ui/DataTable";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { ChangeKindBadge, RowsTable } from "../rows/RowsTable";
import type { Row, RowChange, TestSurface, TraceAnswer, TraceQuestion } from "../types";
import styles from "./Trace.module.css";
import type { RowTrace } from "./useRowTrace";

/** Shows which input rows produced an output row, or where an input row went. */
export function TraceDrawer({ rowTrace, surface }: { rowTrace: RowTrace; surface: TestSurface | undefined }) {
  const { question, trace, error, close } = rowTrace;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (question) box.current?.focus();
  }, [question]);
  if (!question) return null;
  const failure = error ?? (trace?.state === "error" ? new Error(trace.error) : null);
  return (
    <aside
      ref={box}
      className={styles.drawer}
      tabIndex={-1}
      aria-label={describeQuestion(question)}
      data-testid="trace"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <header>
        <h3>{describeQuestion(question)}</h3>
        <CloseButton aria-label="Close" onClick={close} />
      </header>
      {failure && <ErrorAlert title="The trace failed" error={failure} />}
      {!failure && !trace?.answer && (
        <p className={styles.waiting} role="status">
          <Loader size={14} /> The case runs again with marked rows…
        </p>
      )}
      {trace?.answer && <TraceResult answer={trace.answer} question={question} surface={surface} />}
    </aside>
  );
}

const describeQuestion = (question: TraceQuestion): string =>
  "output" in question
    ? `Why is row ${question.row + 1} of ${question.output} here?`
    : `Where did row ${question.row + 1} of ${question.source} go?`;

interface TraceResultProps {
  answer: TraceAnswer;
  question: TraceQuestion;
  surface: TestSurface | undefined;
}

function TraceResult({ answer, question, surface }: TraceResultProps) {
  return (
    <>
      <p className={styles.sentence}>{answer.sentence}</p>
      {"output" in question ? <InputRows answer={answer} surface={surface} /> : <RowPath answer={answer} />}
    </>
  );
}

/** The input rows, one table per source. */
function InputRows({ answer, surface }: Omit<TraceResultProps, "question">) {
  const rows = answer.rows ?? [];
  const sources = [...new Set(rows.map(({ source }) => source))];
  return (
    <>
      {sources.map((source) => {
        const sourceRows = rows.filter((row) => row.source === source);
        const known =
          surface?.sources.find(({ name }) => name === source)?.columns.map(({ name }) => name) ?? [];
        const given = new Set(sourceRows.flatMap(({ values }) => Object.keys(values)));
        const names = [...new Set([...known.filter((name) => given.has(name)), ...given])];
        return (
          <section key={source} className={styles.part}>
            <h4>{source}</h4>
            <RowsTable
              columns={[{ name: "#", type: "row" }, ...names.map((name) => ({ name, type: "" }))]}
              rows={sourceRows.map(({ row, values }) => ({ "#": row + 1, ...values }))}
            />
          </section>
        );
      })}
      {answer.minimal === false && (
        <p className={styles.hint}>
          Some of these rows may not be necessary: there was not enough time to try all combinations.
        </p>
      )}
    </>
  );
}

/** The steps that the row passed. */
function RowPath({ answer }: { answer: TraceAnswer }) {
  return (
    <ol className={styles.steps}>
      {(answer.steps ?? []).map((step) => (
        <li
          key={`${step.node} ${step.name}`}
          data-end={(step.rows.length === 0 && step.more === 0) || undefined}
        >
          <b>{step.name}</b>
          <p>{step.sentence}</p>
          {step.rows.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: changes are identified by their index
            <div key={at} className={styles.row}>
              <ChangeKindBadge kind={one.kind as RowChange["kind"]} />
              <code>{formatRow(one.row)}</code>
            </div>
          ))}
          {step.more > 0 && <p>and {step.more} more</p>}
        </li>
      ))}
      {answer.late && (
        <li data-end>
          <b>Dropped by {answer.late.operator}</b>
          <p>{answer.late.message}</p>
        </li>
      )}
    </ol>
  );
}

const formatRow = (row: Row): string =>
  Object.entries(row)
    .map(([name, value]) => `${name}=${formatCell(value)}`)
    .join("  ");
