import { Button, Group, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useMay } from "@/api/session";
import type { Instance, TreeJob } from "@/api/types";
import { datasources } from "@/features/datasources";
import { InstanceState, instances, isTerminal } from "@/features/instances";
import { NewJobButton, tree } from "@/features/jobs";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { RelativeTime } from "@/ui/time";
import { project as projectQuery } from "../projects";
import css from "./ProjectHome.module.css";

/** What matters first: what is wrong, what runs, what was worked on last. */
export function ProjectHome() {
  const { project } = useParams({ strict: false }) as { project: string };
  const { data } = useQuery(projectQuery(project));
  const jobs = useQuery(tree(project));
  const running = useQuery(instances(project));
  const sources = useQuery(datasources(project));
  const mayEdit = useMay(project)("job.edit");
  const live = (running.data?.results ?? []).filter((one) => one.desired === "running");
  const recent = (jobs.data?.jobs ?? [])
    .toSorted((a, b) => b.updated_at.localeCompare(a.updated_at))
    .slice(0, 6);
  const error = jobs.error ?? running.error;
  const noSources = sources.data?.results.length === 0;
  return (
    <Page>
      <PageHeader
        title={data?.name ?? "Project"}
        about={data?.description}
        actions={recent.length > 0 && mayEdit && <NewJobButton project={project} />}
      />
      {error && (
        <ErrorAlert title="Not everything could be loaded" error={error} retry={() => void jobs.refetch()} />
      )}
      {jobs.isPending && <Skeleton height={160} radius="md" />}
      {jobs.data && recent.length === 0 && (
        <EmptyState
          picture="pipeline"
          title="Draw the first job"
          action={
            mayEdit && (
              <Group justify="center">
                <NewJobButton project={project} />
                {noSources && (
                  <Button component={Link} to={`/projects/${project}/datasources`} variant="default">
                    Add a data source
                  </Button>
                )}
              </Group>
            )
          }
        >
          A job is a pipeline drawn on a canvas: sources, SQL and other operators, sinks. Penstock checks it
          while you draw and runs it on Flink.
        </EmptyState>
      )}
      {recent.length > 0 && (
        <div className={css.columns}>
          <section>
            <Title order={2} mb="sm">
              Running
            </Title>
            <div className={`p-surface ${css.list}`}>
              {live.map((one) => (
                <LiveRow key={one.id} project={project} instance={one} />
              ))}
              {running.data && live.length === 0 && (
                <EmptyState picture="turbine" title="Nothing runs" compact>
                  Open a job and start a test run of one of its versions.
                </EmptyState>
              )}
            </div>
          </section>
          <section>
            <Title order={2} mb="sm">
              Recently changed
            </Title>
            <div className={`p-surface ${css.list}`}>
              {recent.map((one) => (
                <JobRow key={one.id} project={project} job={one} />
              ))}
            </div>
          </section>
        </div>
      )}
    </Page>
  );
}

function LiveRow({ project, instance }: { project: string; instance: Instance }) {
  return (
    <Link
      to="/projects/$project/instances/$instance"
      params={{ project, instance: instance.id }}
      className={css.row}
      data-bad={isTerminal(instance) || undefined}
    >
      <span>
        <Text component="span" fz="sm" fw={560} display="block">
          {instance.job_name}
        </Text>
        <Text component="span" fz="xs" c="dimmed">
          Version {instance.version} in {instance.environment} · since <RelativeTime at={instance.since} />
        </Text>
        {instance.error && (
          <Text component="span" fz="xs" c="var(--p-bad)" display="block" lineClamp={2}>
            {instance.error}
          </Text>
        )}
      </span>
      <InstanceState instance={instance} />
    </Link>
  );
}

function JobRow({ project, job }: { project: string; job: TreeJob }) {
  return (
    <Link to="/projects/$project/jobs/$job" params={{ project, job: job.id }} className={css.row}>
      <span>
        <Text component="span" fz="sm" fw={560} display="block">
          {job.name}
        </Text>
        <Text component="span" fz="xs" c="dimmed">
          {job.last_version ? `Version ${job.last_version}` : "No version yet"}
          {job.lock && !job.lock.mine && ` · ${job.lock.user.full_name || job.lock.user.username} edits it`}
        </Text>
      </span>
      <Text component="span" fz="xs" c="dimmed">
        <RelativeTime at={job.updated_at} />
      </Text>
    </Link>
  );
}
