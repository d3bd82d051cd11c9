import { Button, Text } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { createCheck } from "@/canvas/model/check";
import { readGraph } from "@/canvas/model/document";
import type { Catalogue } from "@/canvas/model/operators";
import { createCanvas } from "@/canvas/model/store";
import { NodePanel } from "@/canvas/panels/NodePanel";
import { CANVAS_WIDGETS } from "@/canvas/panels/widgets";
import { Canvas } from "@/canvas/view/Canvas";
import { CanvasProvider, createMarks, createRun, createUi, type Shared } from "@/canvas/view/context";
import { useMay } from "@/features/session/session";
import { VersionSuite } from "@/features/testing/VersionSuite";
import { Failure } from "@/ui/Failure";
import { WidgetsProvider } from "@/ui/form";
import { Page } from "@/ui/Page";
import { RelativeTime } from "@/ui/RelativeTime";
import { createChecker } from "./checking";
import styles from "./JobPage.module.css";
import { JobSkeleton } from "./JobSkeleton";
import { checkGraph, operators, type Version, version, versionSql } from "./jobs";
import { SqlDrawer } from "./SqlDrawer";
import { servicesOf } from "./services";
import { Back } from "./VersionsPage";
import { useRestoring } from "./versions/useRestoring";

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
        <Failure title={`Version ${number} can't be opened`} error={error} />
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

function useReading({ project, job, version: shown, catalogue }: Props): Shared {
  const client = useQueryClient();
  const [shared] = useState((): Shared => {
    const canvas = createCanvas(readGraph(shown.graph), { readOnly: true });
    return {
      canvas,
      check: createCheck(),
      catalogue,
      ui: createUi(),
      run: createRun(),
      marks: createMarks(),
      services: servicesOf(client, project, job),
      view: { current: null },
      onSave: () => {},
      say: () => {},
    };
  });
  useEffect(() => {
    const checker = createChecker({
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
  const restore = useRestoring(project, job);
  return (
    <CanvasProvider value={shared}>
      <WidgetsProvider value={CANVAS_WIDGETS}>
        <main className={styles.page}>
          <div className={styles.bar}>
            <Back project={project} job={job} />
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
