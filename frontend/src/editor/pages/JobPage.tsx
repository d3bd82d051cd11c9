import { Kbd } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { session as signedIn } from "@/api/session";
import type { Catalogue } from "@/canvas/model/operators";
import { JobSettings } from "@/canvas/panels/JobSettings";
import { NodePanel } from "@/canvas/panels/NodePanel";
import { CANVAS_WIDGETS } from "@/canvas/panels/widgets";
import { Canvas } from "@/canvas/view/Canvas";
import { CanvasProvider, useCanvas } from "@/canvas/view/context";
import { Palette } from "@/canvas/view/Palette";
import { type JobDetail, job, operators } from "@/features/jobs";
import { tables } from "@/features/tables";
import { useTestSuite } from "@/features/testing";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { WidgetsProvider } from "@/ui/form";
import { Page } from "@/ui/Page";
import { Banners } from "../Banners";
import { BottomPanel, type BottomPanelTab } from "../BottomPanel";
import styles from "../Editor.module.css";
import { createEditorSession, type EditorSession } from "../editorSession";
import { useCurrentInstance } from "../instances/useCurrentInstance";
import { JobSkeleton } from "../JobSkeleton";
import { Toolbar } from "../Toolbar";
import { useDraftSync } from "../useDraftSync";
import { useEditLock } from "../useEditLock";

/** A job: its canvas, and everything that is done with it. */
export function JobPage() {
  const { project, job: id } = useParams({ from: "/in/projects/$project/jobs/$job" });
  const detail = useQuery(job(id));
  const catalogue = useQuery(operators);
  const me = useQuery(signedIn).data?.user.username;
  const error = detail.data ? catalogue.error : (detail.error ?? catalogue.error);
  if (error) {
    return (
      <Page width={640}>
        <ErrorAlert
          title="The job can't be opened"
          error={error}
          retry={() => void detail.refetch().then(() => catalogue.refetch())}
        />
      </Page>
    );
  }
  if (!detail.data || !catalogue.data || !me) return <JobSkeleton />;
  return <OpenJob key={id} project={project} user={me} detail={detail.data} catalogue={catalogue.data} />;
}

interface Props {
  project: string;
  user: string;
  detail: JobDetail;
  catalogue: Catalogue;
}

function OpenJob({ project, user, detail, catalogue }: Props) {
  const client = useQueryClient();
  const [session] = useState(() => createEditorSession(client, project, user, detail, catalogue));
  useEffect(() => session.open(), [session]);
  const lock = useEditLock(session, project, detail);
  useDraftSync(session, detail);
  const run = useCurrentInstance(session, project, detail.id);
  const { case: shownCase } = useSearch({ from: "/in/projects/$project/jobs/$job" });
  const navigate = useNavigate({ from: "/projects/$project/jobs/$job" });
  const tests = useTestSuite(project, detail.id, useDraft(session), session.context);
  const [tab, setTab] = useState<BottomPanelTab | null>(shownCase ? "tests" : null);
  useWholeGraph(session, tab === "tests");
  const showCase = (id: string) => void navigate({ search: id ? { case: id } : {}, replace: true });
  const [settings, setSettings] = useState<"closed" | "open" | "fresh">("closed");
  const suggested = useSuggestedTime(project);
  useEffect(() => {
    if (suggested && lock.editable && isNew(detail)) setSettings("fresh");
  }, [suggested, lock.editable, detail]);
  const search = useRef<HTMLInputElement>(null);
  const focusPalette = useMemo(() => () => search.current?.focus(), []);
  const openSettings = useMemo(() => () => setSettings("open"), []);
  return (
    <CanvasProvider value={session.context}>
      <WidgetsProvider value={CANVAS_WIDGETS}>
        <main className={styles.page}>
          <Toolbar
            session={session}
            project={project}
            detail={detail}
            run={run}
            lock={lock}
            tests={tests}
            onTests={() => setTab("tests")}
            onSettings={openSettings}
          />
          <Banners session={session} detail={detail} lock={lock} catalogue={catalogue} />
          <div className={styles.work}>
            {lock.showsPalette && <Palette search={search} />}
            <div className={styles.middle}>
              <div className={styles.drawing}>
                <Canvas focusPalette={focusPalette} />
                <EmptyCanvas />
              </div>
              <div className={styles.below}>
                <BottomPanel
                  project={project}
                  job={detail.id}
                  run={run}
                  tests={tests}
                  tab={tab}
                  onTab={setTab}
                  shownCase={shownCase}
                  onCase={showCase}
                  onSettings={openSettings}
                />
              </div>
            </div>
            <NodePanel />
          </div>
          <JobSettings
            opened={settings !== "closed"}
            fresh={settings === "fresh"}
            suggested={suggested}
            onClose={() => setSettings("closed")}
          />
        </main>
      </WidgetsProvider>
    </CanvasProvider>
  );
}

/** Event time where a table of the project has one; undefined until the tables are known. */
function useSuggestedTime(project: string) {
  const { data, isError } = useQuery(tables(project));
  if (!data) return isError ? "processing" : undefined;
  return data.results.some((table) => table.event_time) ? "event" : "processing";
}

/** More steps than that can't be read side by side anyway. */
const FEW = 40;

/** Tests take room from the canvas: the steps that they speak of come back into view. */
function useWholeGraph({ context: { canvas, view } }: EditorSession, wanted: boolean): void {
  useEffect(() => {
    const { nodes } = canvas.graph();
    if (!wanted || nodes.length > FEW) return;
    const drawn = requestAnimationFrame(() => {
      for (const { id } of nodes) view.current?.reveal(id);
    });
    return () => cancelAnimationFrame(drawn);
  }, [canvas, view, wanted]);
}

/** What tests need to know of the draft. */
function useDraft({ autosave }: EditorSession) {
  const { phase, revision } = useStore(autosave.state);
  return { revision, saved: phase === "saved", flush: autosave.flush };
}

/** Never saved since it was made. */
function isNew(detail: JobDetail): boolean {
  const { nodes = [] } = detail.draft.graph;
  return detail.draft.revision === 1 && nodes.length === 0 && detail.last_version === 0;
}

/** What to do first. It lets the mouse through, so that things can be dropped right onto it. */
export function EmptyCanvas() {
  const empty = useCanvas((state) => state.graph.nodes.length === 0 && state.graph.notes.length === 0);
  const readOnly = useCanvas((state) => state.readOnly);
  if (!empty) return null;
  return (
    <div className={styles.empty}>
      {readOnly ? (
        <EmptyState picture="pipeline" title="Nothing is drawn here yet" compact>
          Someone who may edit the job can add steps.
        </EmptyState>
      ) : (
        <EmptyState picture="pipeline" title="Start with a source">
          Drag one from the left, or press <Kbd size="xs">/</Kbd> and type its name. Then drag a line from its
          right side to add what comes next: a query, and a sink that takes the results.
        </EmptyState>
      )}
    </div>
  );
}
