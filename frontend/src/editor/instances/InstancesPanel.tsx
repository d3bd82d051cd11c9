import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { sumInflow, useSamples } from "@/api/metrics";
import { useMay } from "@/api/session";
import type { Instance } from "@/api/types";
import {
  canStart,
  describeTransition,
  exceptions,
  history,
  InstanceState,
  isTerminal,
  savepoints,
  useRestart,
} from "@/features/instances";
import { formatRate } from "@/lib/format";
import { notifyError } from "@/ui/notify";
import { Sparkline } from "@/ui/Sparkline";
import { Status, type Tone } from "@/ui/Status";
import { RelativeTime } from "@/ui/time";
import styles from "./InstancesPanel.module.css";
import type { CurrentInstance } from "./useCurrentInstance";

interface Props {
  project: string;
  job: string;
  run: CurrentInstance;
}

/** The current test run at a glance, and all runs of the job. */
export function InstancesPanel({ project, run: { instance, all } }: Props) {
  if (!instance) {
    return (
      <Text fz="sm" c="dimmed" p="md">
        This job has not run yet. “Test run” starts it in the test environment.
      </Text>
    );
  }
  return (
    <div className={styles.columns}>
      <Current project={project} instance={instance} />
      <Savepoints project={project} instance={instance} />
      <Others project={project} instances={all} />
    </div>
  );
}

function Current({ project, instance }: { project: string; instance: Instance }) {
  const samples = useSamples(instance.id);
  const { data } = useQuery({ ...exceptions(instance.id), enabled: instance.observed !== "created" });
  const latest = data?.results[0];
  return (
    <Stack gap={8} className={styles.column}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap={8} wrap="nowrap">
          <InstanceState instance={instance} />
          <Text fz="sm" c="dimmed">
            version {instance.version}, <RelativeTime at={instance.since} />
          </Text>
        </Group>
        <Anchor
          fz="sm"
          renderRoot={(props) => (
            <Link
              to="/projects/$project/instances/$instance"
              params={{ project, instance: instance.id }}
              {...props}
            />
          )}
        >
          Details and logs
        </Anchor>
      </Group>
      {instance.error && (
        <Text fz="sm" style={{ color: "var(--p-bad)", overflowWrap: "anywhere" }} role="alert">
          {instance.error}
        </Text>
      )}
      {!isTerminal(instance) && (
        <Sparkline
          values={samples.map((sample) => sumInflow(sample.nodes))}
          label="Records read"
          format={formatRate}
          height={40}
        />
      )}
      {latest && (
        <details className={styles.exception}>
          <summary>{latest.name}</summary>
          <pre>{latest.trace}</pre>
        </details>
      )}
      <RecentTransitions instance={instance.id} />
    </Stack>
  );
}

const POINT_TONES: Record<string, Tone> = { completed: "done", failed: "bad" };

function Savepoints({ project, instance }: { project: string; instance: Instance }) {
  const { data } = useQuery(savepoints(instance.id));
  const may = useMay(project)("instance.operate");
  const restart = useRestart();
  const from = (savepoint: string) =>
    restart.mutate(
      { id: instance.id, start: { from: "savepoint", savepoint } },
      { onError: (error) => notifyError("The run was not started", error) },
    );
  return (
    <Stack gap={6} className={styles.column}>
      <Title order={3}>Savepoints</Title>
      {data?.results.length === 0 && (
        <Text fz="sm" c="dimmed">
          None yet. “Stop” takes one; the bookmark button takes one without stopping.
        </Text>
      )}
      {data?.results.map((point) => (
        <Group key={point.id} justify="space-between" wrap="nowrap" gap="xs">
          <Status tone={POINT_TONES[point.state] ?? "busy"}>{point.state}</Status>
          <Text fz="sm" c="dimmed" flex={1} truncate title={point.error ?? point.location ?? undefined}>
            <RelativeTime at={point.created_at} />
            {point.error ? `, ${point.error}` : ""}
          </Text>
          {point.state === "completed" && canStart(instance) && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={!may}
              loading={restart.isPending}
              onClick={() => from(point.id)}
            >
              Start from it
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}

function Others({ project, instances }: { project: string; instances: readonly Instance[] }) {
  return (
    <Stack gap={6} className={styles.column}>
      <Title order={3}>All runs</Title>
      {instances.map((instance) => (
        <Group key={instance.id} justify="space-between" wrap="nowrap" gap="xs">
          <InstanceState instance={instance} />
          <Anchor
            fz="sm"
            renderRoot={(props) => (
              <Link
                to="/projects/$project/instances/$instance"
                params={{ project, instance: instance.id }}
                {...props}
              />
            )}
          >
            version {instance.version}, {instance.environment}
          </Anchor>
          <Text fz="xs" c="dimmed">
            <RelativeTime at={instance.since} />
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

const SHOWN = 8;

/** What happened to a run last, newest first. The run's own page has all of it. */
export function RecentTransitions({ instance }: { instance: string }) {
  const { data } = useInfiniteQuery(history(instance));
  if (!data || data.results.length === 0) return null;
  return (
    <ol className={styles.timeline} aria-label="What happened">
      {data.results.slice(0, SHOWN).map((step) => (
        <li key={step.id}>
          <time dateTime={step.at}>{new Date(step.at).toLocaleTimeString("en-GB")}</time>
          <span>
            {describeTransition(step)}
            {step.actor ? `, requested by ${step.actor}` : ""}
            {step.message ? `. ${step.message}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
