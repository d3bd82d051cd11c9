import { CloseButton, Loader } from "@mantine/core";
import { useEffect, useRef } from "react";
import { formatCell } from "@/ui/DataTable";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { KindChip } from "../result/ChangesTable";
import { TableView } from "../result/TableView";
import type { Answer, Bench, Change, Question, Row } from "../types";
import styles from "./Trace.module.css";
import type { Asking } from "./useAsking";

/** Beside the result: which input rows made an output row, or where an input row went. Also drawn on the canvas. */
export function TraceDrawer({ asking, bench }: { asking: Asking; bench: Bench | undefined }) {
  const { question, trace, error, close } = asking;
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
      aria-label={titleOf(question)}
      data-testid="trace"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <header>
        <h3>{titleOf(question)}</h3>
        <CloseButton aria-label="Close" onClick={close} />
      </header>
      {failure && <ErrorAlert title="The answer could not be found" error={failure} />}
      {!failure && !trace?.answer && (
        <p className={styles.waiting} role="status">
          <Loader size={14} /> The case runs again, with its rows marked…
        </p>
      )}
      {trace?.answer && <Told answer={trace.answer} question={question} bench={bench} />}
    </aside>
  );
}

const titleOf = (question: Question): string =>
  "output" in question
    ? `Why is row ${question.row + 1} of ${question.output} here?`
    : `Where did row ${question.row + 1} of ${question.source} go?`;

interface ToldProps {
  answer: Answer;
  question: Question;
  bench: Bench | undefined;
}

function Told({ answer, question, bench }: ToldProps) {
  return (
    <>
      <p className={styles.sentence}>{answer.sentence}</p>
      {"output" in question ? <Why answer={answer} bench={bench} /> : <Steps answer={answer} />}
    </>
  );
}

/** The input rows, a table for each source. */
function Why({ answer, bench }: Omit<ToldProps, "question">) {
  const rows = answer.rows ?? [];
  const sources = [...new Set(rows.map(({ source }) => source))];
  return (
    <>
      {sources.map((source) => {
        const of = rows.filter((row) => row.source === source);
        const known =
          bench?.sources.find(({ name }) => name === source)?.columns.map(({ name }) => name) ?? [];
        const given = new Set(of.flatMap(({ values }) => Object.keys(values)));
        const names = [...new Set([...known.filter((name) => given.has(name)), ...given])];
        return (
          <section key={source} className={styles.part}>
            <h4>{source}</h4>
            <TableView
              columns={[{ name: "#", type: "row" }, ...names.map((name) => ({ name, type: "" }))]}
              rows={of.map(({ row, values }) => ({ "#": row + 1, ...values }))}
            />
          </section>
        );
      })}
      {answer.minimal === false && (
        <p className={styles.hint}>
          Some of these rows may not be needed: there was no time to try all of them.
        </p>
      )}
    </>
  );
}

/** From step to step, as far as the row came. */
function Steps({ answer }: { answer: Answer }) {
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
            // biome-ignore lint/suspicious/noArrayIndexKey: changes have no identity but their place
            <div key={at} className={styles.row}>
              <KindChip kind={one.kind as Change["kind"]} />
              <code>{spelled(one.row)}</code>
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

const spelled = (row: Row): string =>
  Object.entries(row)
    .map(([name, value]) => `${name}=${formatCell(value)}`)
    .join("  ");
