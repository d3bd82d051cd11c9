import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useMay } from "@/api/session";
import { type Badges, NO_BADGES } from "@/canvas/model/nodeBadges";
import type { CanvasContext } from "@/canvas/view/context";
import { notifyError } from "@/ui/notify";
import { buildCoverageBadges } from "./coverage/coverage";
import { useRunCases } from "./mutations";
import { cases, coverage } from "./queries";
import {
  countStates,
  describeWatch,
  getCaseState,
  runKey,
  type StateCounts,
  shouldRun,
  type WatchState,
} from "./runState";
import type { Case, Coverage } from "./types";

/** What the tests need to know about the draft. */
export interface DraftState {
  readonly revision: number;
  readonly saved: boolean;
  /** Resolves when the server has saved the draft. */
  readonly flush: () => Promise<void>;
}

export interface TestSuite {
  readonly project: string;
  readonly job: string;
  readonly cases: readonly Case[] | undefined;
  readonly error: unknown;
  readonly counts: StateCounts;
  readonly mayEdit: boolean;
  readonly busy: boolean;
  readonly watch: { readonly on: boolean; readonly sentence: string; readonly toggle: () => void };
  /** Whether runs measure coverage, which is shown on the canvas. */
  readonly coverageShown: boolean;
  readonly coverage: Coverage | undefined;
  /** Highlights the trace of a row on the canvas while it is open. */
  readonly setTraceHighlights: (highlights: Badges | null) => void;
  readonly setCoverageShown: (on: boolean) => void;
  /** Saves the draft, then runs these cases, or all. */
  readonly run: (ids?: string[]) => Promise<void>;
  /** Saves pending changes of the open case editor. */
  readonly beforeRun: { current: (() => Promise<void>) | null };
}

/** The unit tests of the open job. They run on the server and continue when the page is closed. */
export function useTestSuite(
  project: string,
  job: string,
  draft: DraftState,
  shared: CanvasContext,
): TestSuite {
  const { data, error } = useQuery(cases(job));
  const { mutateAsync, isPending } = useRunCases(job);
  const [coverageShown, setCoverageShown] = useState(false);
  const [on, setOn] = useState(false);
  const may = useMay(project);
  // Without data.preview the server hides expected rows, and saving a case would delete them.
  const mayEdit = may("job.edit") && may("data.preview");
  const beforeRun = useRef<(() => Promise<void>) | null>(null);
  const counts = countStates((data ?? []).map(({ last_run }) => last_run));
  const busy = counts.busy > 0 || isPending;

  const run = async (ids?: string[]) => {
    try {
      await Promise.all([draft.flush(), beforeRun.current?.()]);
      await mutateAsync({ ...(ids ? { cases: ids } : {}), coverage: coverageShown });
    } catch (error) {
      notifyError("The tests were not started", error);
    }
  };

  const { measured, setTraceHighlights } = useNodeHighlights(job, coverageShown, shared);
  const check = useStore(shared.check, ({ phase, problems }): WatchState["check"] => {
    if (problems.some(({ severity }) => severity === "error")) return "errors";
    return phase === "checked" ? "clean" : "waiting";
  });
  const outdated = (data ?? []).filter(({ last_run }) => ["none", "stale"].includes(getCaseState(last_run)));
  const watchState: WatchState = {
    on: on && mayEdit,
    revision: draft.revision,
    saved: draft.saved,
    check,
    busy,
    cases: outdated.map(({ id, revision }) => `${id}:${revision}`).join(),
  };
  useWatchMode(watchState, () =>
    run(outdated.length === data?.length ? undefined : outdated.map((one) => one.id)),
  );
  return {
    project,
    job,
    cases: data,
    error: data ? null : error,
    counts,
    mayEdit,
    busy,
    watch: { on, sentence: describeWatch(watchState), toggle: () => setOn(!on) },
    coverageShown,
    setCoverageShown,
    coverage: measured,
    setTraceHighlights,
    run,
    beforeRun,
  };
}

/** The badges on the canvas: the open trace, otherwise the coverage. */
function useNodeHighlights(job: string, coverageShown: boolean, { canvas, badges }: CanvasContext) {
  const { data: measured } = useQuery({ ...coverage(job), enabled: coverageShown });
  const [traceHighlights, setTraceHighlights] = useState<Badges | null>(null);
  const nodes = useStore(canvas.store, ({ graph }) => graph.nodes.map(({ id }) => id).join());
  useEffect(() => {
    const coverageBadges =
      coverageShown && measured && measured.cases > 0
        ? buildCoverageBadges(measured, nodes.split(","))
        : NO_BADGES;
    badges.setState({ nodes: traceHighlights ?? coverageBadges });
    return () => badges.setState({ nodes: NO_BADGES });
  }, [badges, coverageShown, measured, traceHighlights, nodes]);
  return { measured, setTraceHighlights };
}

function useWatchMode(state: WatchState, run: () => Promise<void>): void {
  const lastKey = useRef<string | null>(null);
  const due = shouldRun(state, lastKey.current);
  const key = runKey(state);
  const latestRun = useRef(run);
  latestRun.current = run;
  useEffect(() => {
    if (!state.on) lastKey.current = null;
  }, [state.on]);
  useEffect(() => {
    if (!due) return;
    lastKey.current = key;
    void latestRun.current();
  }, [due, key]);
}
