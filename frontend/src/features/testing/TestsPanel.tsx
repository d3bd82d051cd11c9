import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { CaseList } from "./cases/CaseList";
import { NoCases } from "./cases/NoCases";
import { SuiteBar } from "./cases/SuiteBar";
import { CaseEditor } from "./editor/CaseEditor";
import { ResultPane } from "./result/ResultPane";
import styles from "./TestsPanel.module.css";
import { bench } from "./testing";
import { TraceDrawer } from "./trace/TraceDrawer";
import { type Asking, useAsking } from "./trace/useAsking";
import type { Bench, Case } from "./types";
import type { Tests } from "./useTests";

interface Props {
  tests: Tests;
  /** The case that the page's address names. */
  selected: string | undefined;
  onSelect: (id: string) => void;
}

/** The unit tests of a job: cases, the one that is open, and what came out of it. */
export function TestsPanel({ tests, selected, onSelect }: Props) {
  const { data, error } = useQuery(bench(tests.job));
  const asking = useAsking(tests);
  const shown = tests.cases?.find(({ id }) => id === selected) ?? tests.cases?.[0];
  if (tests.error) return <ErrorAlert title="The tests could not be loaded" error={tests.error} />;
  if (!tests.cases) return <Skeleton m="md" height={160} />;
  if (!shown) return <NoCases tests={tests} bench={data} error={error} onMade={onSelect} />;
  return (
    <div className={styles.panel}>
      <SuiteBar tests={tests} bench={data} onSelect={onSelect} />
      <div className={styles.columns}>
        <CaseList tests={tests} shown={shown.id} onSelect={onSelect} />
        <Opened key={shown.id} tests={tests} one={shown} bench={data} error={error} asking={asking} />
      </div>
      <TraceDrawer asking={asking} bench={data} />
    </div>
  );
}

interface OpenedProps {
  tests: Tests;
  one: Case;
  bench: Bench | undefined;
  error: unknown;
  asking: Asking;
}

/** Set-up and result side by side; where there is no room for both, one of them at a time. */
function Opened({ tests, one, bench, error, asking }: OpenedProps) {
  const [side, setSide] = useState<"setup" | "result">("setup");
  const ran = useRef(one.last_run?.id);
  useEffect(() => {
    // Whoever starts a run wants to see what comes of it.
    if (one.last_run?.id !== ran.current) setSide("result");
    ran.current = one.last_run?.id;
  }, [one.last_run?.id]);
  return (
    <div className={styles.opened} data-side={side}>
      <fieldset className={styles.switch} aria-label="Shown">
        {(["setup", "result"] as const).map((name) => (
          <button key={name} type="button" aria-pressed={side === name} onClick={() => setSide(name)}>
            {name === "setup" ? "Set-up" : "Result"}
          </button>
        ))}
      </fieldset>
      <section className={styles.setup} aria-label={`Set-up of ${one.name}`}>
        <CaseEditor tests={tests} one={one} bench={bench} error={error} asking={asking} />
      </section>
      <section className={styles.result} aria-label={`Result of ${one.name}`}>
        <ResultPane tests={tests} one={one} asking={asking} />
      </section>
    </div>
  );
}
