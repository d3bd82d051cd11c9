import { Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { useStore } from "zustand";
import { packs } from "@/features/packs";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { rankPacks, withInput } from "../definition";
import { timeline } from "../queries";
import type { RowTrace } from "../trace/useRowTrace";
import type { Case, CaseDefinition, CaseInput, RunSummary, TestSurface } from "../types";
import type { TestSuite } from "../useTestSuite";
import { type CaseAutosave, useCaseAutosave } from "./caseAutosave";
import styles from "./Editor.module.css";
import { EditorHeader } from "./EditorHeader";
import { ExpectedOutputs } from "./ExpectedOutputs";
import { RunLimitsForm } from "./RunLimitsForm";
import { SourceCard } from "./SourceCard";

interface Props {
  tests: TestSuite;
  testCase: Case;
  surface: TestSurface | undefined;
  error: unknown;
  rowTrace: RowTrace;
}

/** The form of a case: its inputs and their arrival, and the expected outputs. */
export function CaseEditor({ tests, testCase, surface, error, rowTrace }: Props) {
  const autosave = useCaseAutosave(tests, testCase);
  const state = useStore(autosave.state);
  const { definition } = state;
  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    // In a text field the browser undoes typing itself.
    if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
    if (key === "y" || event.shiftKey) autosave.redo();
    else autosave.undo();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo works everywhere in the form
    <div className={styles.editor} onKeyDown={onKeyDown}>
      <EditorHeader autosave={autosave} testCase={testCase} mayEdit={tests.mayEdit} />
      {!surface && error ? (
        <ErrorAlert title="The draft can't be tested in its current state" error={error} />
      ) : (
        <fieldset className={styles.form} disabled={!tests.mayEdit}>
          <InputCards
            tests={tests}
            surface={surface}
            definition={definition}
            autosave={autosave}
            testCase={testCase}
            rowTrace={rowTrace}
          />
          {surface && <ExpectedOutputs surface={surface} definition={definition} onEdit={autosave.edit} />}
          <RunLimitsForm surface={surface} definition={definition} onEdit={autosave.edit} />
        </fieldset>
      )}
    </div>
  );
}

interface InputCardsProps {
  tests: TestSuite;
  surface: TestSurface | undefined;
  testCase: Case;
  definition: CaseDefinition;
  autosave: CaseAutosave;
  rowTrace: RowTrace;
}

function InputCards({ tests, surface, testCase, definition, autosave, rowTrace }: InputCardsProps) {
  const { data, error } = useQuery(packs(tests.project));
  const knownInputs = Object.fromEntries(
    Object.entries(definition.inputs).filter(([name]) =>
      surface?.sources.some((source) => source.name === name),
    ),
  );
  const [debouncedInputs] = useDebouncedValue(knownInputs, 180);
  const timelines = useQuery({
    ...timeline(tests.job, debouncedInputs),
    enabled: Object.keys(debouncedInputs).length > 0 && Object.values(debouncedInputs).every(isComplete),
  });
  const tracedRun = isTraceable(testCase.last_run) ? testCase.last_run?.id : undefined;
  if (!surface) return <Skeleton height={200} />;
  return (
    <>
      <h3 className={styles.part}>Inputs</h3>
      {error && <ErrorAlert title="The data packs could not be loaded" error={error} />}
      {surface.sources.map((source) => (
        <SourceCard
          key={source.name}
          project={tests.project}
          source={source}
          packs={data && rankPacks(source, data.results)}
          input={definition.inputs[source.name] ?? null}
          timeline={knownInputs[source.name] ? timelines.data?.sources[source.name] : undefined}
          problem={timelines.error && knownInputs[source.name] ? timelines.error.message : null}
          traced={findTracedRows(rowTrace, source.name)}
          {...(tracedRun && {
            onTraceRow: (row: number) => rowTrace.start(tracedRun, { source: source.name, row }),
          })}
          onChange={(input) => autosave.edit((now) => withInput(now, source.name, input))}
        />
      ))}
      {(testCase.problems ?? [])
        .filter(({ code }) => code === "unknown-source")
        .map(({ message }) => (
          <p key={message} className={styles.misfit}>
            {message}
          </p>
        ))}
    </>
  );
}

/** The rows of a source that the open trace starts from or leads to. */
function findTracedRows({ question, trace }: RowTrace, source: string): readonly number[] {
  if (question && "source" in question) return question.source === source ? [question.row] : [];
  return (trace?.answer?.rows ?? []).filter((row) => row.source === source).map(({ row }) => row);
}

/** Rows can be traced only in an up-to-date run with results. */
const isTraceable = (run: RunSummary | null): boolean =>
  !!run?.fresh && ["passed", "failed", "finished", "stopped"].includes(run.state);

/** Whether the timeline can be requested: an explicit plan needs its column first. */
const isComplete = ({ arrival }: CaseInput): boolean =>
  !("mode" in arrival && arrival.mode === "explicit" && !arrival.column && !arrival.offsets);
