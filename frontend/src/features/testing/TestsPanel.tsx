import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { CaseList } from "./cases/CaseList";
import { EmptyCaseList } from "./cases/EmptyCaseList";
import { SuiteToolbar } from "./cases/SuiteToolbar";
import { CaseEditor } from "./editor/CaseEditor";
import { testSurface } from "./queries";
import { ResultPane } from "./result/ResultPane";
import styles from "./TestsPanel.module.css";
import { TraceDrawer } from "./trace/TraceDrawer";
import { type RowTrace, useRowTrace } from "./trace/useRowTrace";
import type { Case, TestSurface } from "./types";
import type { TestSuite } from "./useTestSuite";

interface Props {
  tests: TestSuite;
  /** The case in the URL of the page. */
  selected: string | undefined;
  onSelect: (id: string) => void;
}

/** The unit tests of a job: the cases, the selected one, and its result. */
export function TestsPanel({ tests, selected, onSelect }: Props) {
  const { data, error } = useQuery(testSurface(tests.job));
  const rowTrace = useRowTrace(tests);
  const shown = tests.cases?.find(({ id }) => id === selected) ?? tests.cases?.[0];
  if (tests.error) return <ErrorAlert title="The tests could not be loaded" error={tests.error} />;
  if (!tests.cases) return <Skeleton m="md" height={160} />;
  if (!shown) return <EmptyCaseList tests={tests} surface={data} error={error} onCreated={onSelect} />;
  return (
    <div className={styles.panel}>
      <SuiteToolbar tests={tests} surface={data} onSelect={onSelect} />
      <div className={styles.columns}>
        <CaseList tests={tests} selected={shown.id} onSelect={onSelect} />
        <CaseView
          key={shown.id}
          tests={tests}
          testCase={shown}
          surface={data}
          error={error}
          rowTrace={rowTrace}
        />
      </div>
      <TraceDrawer rowTrace={rowTrace} surface={data} />
    </div>
  );
}

interface CaseViewProps {
  tests: TestSuite;
  testCase: Case;
  surface: TestSurface | undefined;
  error: unknown;
  rowTrace: RowTrace;
}

/** Set-up and result side by side, or one at a time on narrow screens. */
function CaseView({ tests, testCase, surface, error, rowTrace }: CaseViewProps) {
  const [side, setSide] = useState<"setup" | "result">("setup");
  const ran = useRef(testCase.last_run?.id);
  useEffect(() => {
    // After starting a run the user wants to see its result.
    if (testCase.last_run?.id !== ran.current) setSide("result");
    ran.current = testCase.last_run?.id;
  }, [testCase.last_run?.id]);
  return (
    <div className={styles.opened} data-side={side}>
      <fieldset className={styles.switch} aria-label="Shown">
        {(["setup", "result"] as const).map((name) => (
          <button key={name} type="button" aria-pressed={side === name} onClick={() => setSide(name)}>
            {name === "setup" ? "Set-up" : "Result"}
          </button>
        ))}
      </fieldset>
      <section className={styles.setup} aria-label={`Set-up of ${testCase.name}`}>
        <CaseEditor tests={tests} testCase={testCase} surface={surface} error={error} rowTrace={rowTrace} />
      </section>
      <section className={styles.result} aria-label={`Result of ${testCase.name}`}>
        <ResultPane tests={tests} testCase={testCase} rowTrace={rowTrace} />
      </section>
    </div>
  );
}
