import { Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { useStore } from "zustand";
import { packs } from "@/features/packs";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { fitting, withInput } from "../definition";
import { timeline } from "../testing";
import type { Asking } from "../trace/useAsking";
import type { Bench, Case, Definition, Input, RunSummary } from "../types";
import type { Tests } from "../useTests";
import styles from "./Editor.module.css";
import { EditorHead } from "./EditorHead";
import { Expectations } from "./Expectations";
import type { CaseKeeper } from "./keeper";
import { Limits } from "./Limits";
import { SourceCard } from "./SourceCard";
import { useCaseKeeper } from "./useCaseKeeper";

interface Props {
  tests: Tests;
  one: Case;
  bench: Bench | undefined;
  error: unknown;
  asking: Asking;
}

/** What a case is made of: what feeds each source and when, what is looked at, and what should come out. */
export function CaseEditor({ tests, one, bench, error, asking }: Props) {
  const keeper = useCaseKeeper(tests, one);
  const state = useStore(keeper.state);
  const { definition } = state;
  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    // In a field the browser takes back what was typed there.
    if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
    if (key === "y" || event.shiftKey) keeper.redo();
    else keeper.undo();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo works anywhere in the form
    <div className={styles.editor} onKeyDown={onKeyDown}>
      <EditorHead keeper={keeper} one={one} may={tests.may} />
      {!bench && error ? (
        <ErrorAlert title="The draft can't be tested as it is" error={error} />
      ) : (
        <fieldset className={styles.form} disabled={!tests.may}>
          <Sources
            tests={tests}
            bench={bench}
            definition={definition}
            keeper={keeper}
            one={one}
            asking={asking}
          />
          {bench && <Expectations bench={bench} one={one} definition={definition} edit={keeper.edit} />}
          <Limits bench={bench} definition={definition} edit={keeper.edit} />
        </fieldset>
      )}
    </div>
  );
}

interface SourcesProps {
  tests: Tests;
  bench: Bench | undefined;
  one: Case;
  definition: Definition;
  keeper: CaseKeeper;
  asking: Asking;
}

function Sources({ tests, bench, one, definition, keeper, asking }: SourcesProps) {
  const { data, error } = useQuery(packs(tests.project));
  const known = Object.fromEntries(
    Object.entries(definition.inputs).filter(([name]) =>
      bench?.sources.some((source) => source.name === name),
    ),
  );
  const [asked] = useDebouncedValue(known, 180);
  const drawn = useQuery({
    ...timeline(tests.job, asked),
    enabled: Object.keys(asked).length > 0 && Object.values(asked).every(complete),
  });
  const ran = askable(one.last_run) ? one.last_run?.id : undefined;
  if (!bench) return <Skeleton height={200} />;
  return (
    <>
      <h3 className={styles.part}>What comes in</h3>
      {error && <ErrorAlert title="The data packs could not be loaded" error={error} />}
      {bench.sources.map((source) => (
        <SourceCard
          key={source.name}
          project={tests.project}
          source={source}
          packs={data && fitting(source, data.results)}
          input={definition.inputs[source.name] ?? null}
          timeline={known[source.name] ? drawn.data?.sources[source.name] : undefined}
          problem={drawn.error && known[source.name] ? drawn.error.message : null}
          traced={tracedRows(asking, source.name)}
          {...(ran && { onWhither: (row: number) => asking.ask(ran, { source: source.name, row }) })}
          onChange={(input) => keeper.edit((now) => withInput(now, source.name, input))}
        />
      ))}
      {(one.problems ?? [])
        .filter(({ code }) => code === "unknown-source")
        .map(({ message }) => (
          <p key={message} className={styles.misfit}>
            {message}
          </p>
        ))}
    </>
  );
}

/** The rows of a source that the open question is about, or that answer it. */
function tracedRows({ question, trace }: Asking, source: string): readonly number[] {
  if (question && "source" in question) return question.source === source ? [question.row] : [];
  return (trace?.answer?.rows ?? []).filter((row) => row.source === source).map(({ row }) => row);
}

/** Only a run of these very data that had results knows where a row went. */
const askable = (run: RunSummary | null): boolean =>
  !!run?.fresh && ["passed", "failed", "finished", "stopped"].includes(run.state);

/** Whether there is enough to draw: an explicit plan needs its column first. */
const complete = ({ arrival }: Input): boolean =>
  !("mode" in arrival && arrival.mode === "explicit" && !arrival.column && !arrival.offsets);
