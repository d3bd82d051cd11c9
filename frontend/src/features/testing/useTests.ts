import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useMay } from "@/api/session";
import { type Badges, NO_BADGES } from "@/canvas/model/nodeBadges";
import type { CanvasContext } from "@/canvas/view/context";
import { notifyError } from "@/ui/notify";
import { coverageMarks } from "./coverage/coverage";
import { stateOf, type Tally, tally } from "./state";
import { cases, coverage, useRunCases } from "./testing";
import type { Case, Coverage } from "./types";
import { due, type Moment, subject, watchSentence } from "./watch";

/** What tests need to know of the draft that is being drawn. */
export interface DraftState {
  readonly revision: number;
  readonly saved: boolean;
  /** Resolves when the server has what was drawn. */
  readonly flush: () => Promise<void>;
}

export interface Tests {
  readonly project: string;
  readonly job: string;
  readonly cases: readonly Case[] | undefined;
  readonly error: unknown;
  readonly tally: Tally;
  readonly may: boolean;
  readonly busy: boolean;
  readonly watching: { readonly on: boolean; readonly sentence: string; readonly toggle: () => void };
  /** Whether runs measure what they exercise; it is drawn on the canvas. */
  readonly covering: boolean;
  readonly coverage: Coverage | undefined;
  /** The way of a row, drawn on the canvas as long as it is looked at. */
  readonly setTraced: (marks: Badges | null) => void;
  readonly setCovering: (on: boolean) => void;
  /** Saves the draft, and runs these cases, or all. */
  readonly run: (ids?: string[]) => Promise<void>;
  /** What an open editor still has to save before a run. */
  readonly beforeRun: { current: (() => Promise<void>) | null };
}

/** The unit tests of an open job. They run on the server: nothing is lost when the page is closed. */
export function useTests(project: string, job: string, draft: DraftState, shared: CanvasContext): Tests {
  const { data, error } = useQuery(cases(job));
  const { mutateAsync, isPending } = useRunCases(job);
  const [covering, setCovering] = useState(false);
  const [on, setOn] = useState(false);
  const allowed = useMay(project);
  // Who may not see data is given no expected rows, and so could only save a case without them.
  const may = allowed("job.edit") && allowed("data.preview");
  const beforeRun = useRef<(() => Promise<void>) | null>(null);
  const counted = tally((data ?? []).map(({ last_run }) => last_run));
  const busy = counted.busy > 0 || isPending;

  const run = async (ids?: string[]) => {
    try {
      await Promise.all([draft.flush(), beforeRun.current?.()]);
      await mutateAsync({ ...(ids ? { cases: ids } : {}), coverage: covering });
    } catch (problem) {
      notifyError("The tests were not started", problem);
    }
  };

  const { measured, setTraced } = useMarks(job, covering, shared);
  const check = useStore(shared.check, ({ phase, problems }): Moment["check"] => {
    if (problems.some(({ severity }) => severity === "error")) return "errors";
    return phase === "checked" ? "clean" : "waiting";
  });
  const outdated = (data ?? []).filter(({ last_run }) => ["none", "stale"].includes(stateOf(last_run)));
  const moment: Moment = {
    on: on && may,
    revision: draft.revision,
    saved: draft.saved,
    check,
    busy,
    cases: outdated.map(({ id, revision }) => `${id}:${revision}`).join(),
  };
  useWatch(moment, () => run(outdated.length === data?.length ? undefined : outdated.map((one) => one.id)));
  return {
    project,
    job,
    cases: data,
    error: data ? null : error,
    tally: counted,
    may,
    busy,
    watching: { on, sentence: watchSentence(moment), toggle: () => setOn(!on) },
    covering,
    setCovering,
    coverage: measured,
    setTraced,
    run,
    beforeRun,
  };
}

/** What stands on the steps of the canvas: the way of one row, or else what all cases exercise. */
function useMarks(job: string, covering: boolean, { canvas, badges: marks }: CanvasContext) {
  const { data: measured } = useQuery({ ...coverage(job), enabled: covering });
  const [traced, setTraced] = useState<Badges | null>(null);
  const nodes = useStore(canvas.store, ({ graph }) => graph.nodes.map(({ id }) => id).join());
  useEffect(() => {
    const covered =
      covering && measured && measured.cases > 0 ? coverageMarks(measured, nodes.split(",")) : NO_BADGES;
    marks.setState({ nodes: traced ?? covered });
    return () => marks.setState({ nodes: NO_BADGES });
  }, [marks, covering, measured, traced, nodes]);
  return { measured, setTraced };
}

function useWatch(moment: Moment, run: () => Promise<void>): void {
  const last = useRef<string | null>(null);
  const now = due(moment, last.current);
  const about = subject(moment);
  const start = useRef(run);
  start.current = run;
  useEffect(() => {
    if (!moment.on) last.current = null;
  }, [moment.on]);
  useEffect(() => {
    if (!now) return;
    last.current = about;
    void start.current();
  }, [now, about]);
}
