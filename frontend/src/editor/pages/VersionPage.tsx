import { Button, Text } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useMay } from "@/api/session";
import { createCheck } from "@/canvas/model/check";
import { readGraph } from "@/canvas/model/document";
import type { Catalogue } from "@/canvas/model/operators";
import { createCanvas } from "@/canvas/model/store";
import { NodePanel } from "@/canvas/panels/NodePanel";
import { CANVAS_WIDGETS } from "@/canvas/panels/widgets";
import { Canvas } from "@/canvas/view/Canvas";
import { type CanvasContext, CanvasProvider, createBadges, createRun, createUi } from "@/canvas/view/context";
import {
  BackToCanvas,
  checkGraph,
  operators,
  useRestoreVersion,
  type Version,
  version,
  versionSql,
} from "@/features/jobs";
import { VersionSuite } from "@/features/testing";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { WidgetsProvider } from "@/ui/form";
import { Page } from "@/ui/Page";
import { RelativeTime } from "@/ui/time";
import { createCanvasServices } from "../canvasServices";
import styles from "../Editor.module.css";
import { JobSkeleton } from "../JobSkeleton";
import { createLiveCheck } from "../liveCheck";
import { SqlDrawer } from "../SqlDrawer";

/** A version, to be read: its canvas, parameters and SQL as they were submitted. */
export function VersionPage() {
  const {
    project,
    job,
    version: number,
  } = useParams({ from: "/in/projects/$project/jobs/$job/versions/$version" });
  const detail = useQuery(version(job, Number(number)));
  const catalogue = useQuery(operators);
  const error = detail.error ?? catalogue.error;
  if (error) {
    return (
      <Page width={640}>
        <ErrorAlert title={`Version ${number} can't be opened`} error={error} />
      </Page>
    );
  }
  if (!detail.data || !catalogue.data) return <JobSkeleton />;
  return (
    <Reading key={number} project={project} job={job} version={detail.data} catalogue={catalogue.data} />
  );
}

interface Props {
  project: string;
  job: string;
  version: Version & { graph: unknown };
  catalogue: Catalogue;
}

function useReading({ project, job, version: shown, catalogue }: Props): CanvasContext {
  const client = useQueryClient();
  const [shared] = useState((): CanvasContext => {
    const canvas = createCanvas(readGraph(shown.graph), { readOnly: true });
    return {
      canvas,
      check: createCheck(),
      catalogue,
      ui: createUi(),
      run: createRun(),
      badges: createBadges(),
      services: createCanvasServices(client, project, job),
      view: { current: null },
      onSave: () => {},
      notify: () => {},
    };
  });
  useEffect(() => {
    const checker = createLiveCheck({
      graph: shared.canvas.graph,
      store: shared.check,
      check: (graph, signal) => checkGraph(job, graph, signal),
    });
    checker.changed();
    return checker.stop;
  }, [shared, job]);
  // What was submitted counts, not what today's server would generate.
  const sql = useQuery(versionSql(job, shown.number)).data;
  useEffect(
    () =>
      shared.check.subscribe((state) => {
        if (sql !== undefined && state.sql !== sql) shared.check.setState({ sql });
      }),
    [shared, sql],
  );
  return shared;
}

function Reading(props: Props) {
  const shared = useReading(props);
  const [sql, setSql] = useState(false);
  const { project, job, version: shown } = props;
  const mayEdit = useMay(project)("job.edit");
  const restore = useRestoreVersion(project, job);
  return (
    <CanvasProvider value={shared}>
      <WidgetsProvider value={CANVAS_WIDGETS}>
        <main className={styles.page}>
          <div className={styles.bar}>
            <BackToCanvas project={project} job={job} />
            <div className={styles.title}>Version {shown.number}</div>
            <Text fz="sm" c="dimmed" truncate>
              {shown.created_by.full_name || shown.created_by.username},{" "}
              <RelativeTime at={shown.created_at} />
              {shown.comment ? `: ${shown.comment}` : ""}
            </Text>
            <span className={styles.gap} />
            <VersionSuite project={project} job={job} version={shown.number} />
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconCode size={15} />}
              onClick={() => setSql(true)}
            >
              SQL
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={!mayEdit}
              onClick={() => void restore(shown.number)}
            >
              Restore as draft
            </Button>
          </div>
          <div className={styles.work}>
            <Canvas focusPalette={() => {}} />
            <NodePanel />
          </div>
          <SqlDrawer opened={sql} onClose={() => setSql(false)} />
        </main>
      </WidgetsProvider>
    </CanvasProvider>
  );
}
