import { Group, Loader, Text, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Instance } from "@/api/types";
import { environments } from "@/features/environments";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Status } from "@/ui/Status";
import { RelativeTime } from "@/ui/time";
import css from "./Instance.module.css";
import { describeOperation, describeState, explainState, isTransitioning, stateTone } from "./state";

/** What it is, how it is, and what is being done about it. */
export function InstanceSummary({ project, instance }: { project: string; instance: Instance }) {
  const engines = useQuery(environments(project)).data?.results ?? [];
  const engine = engines.find((one) => one.name === instance.environment)?.engine;
  return (
    <>
      <div className={css.facts}>
        <Fact name="State">
          <InstanceState instance={instance} />
        </Fact>
        <Fact name="Since">
          <RelativeTime at={instance.since} />
        </Fact>
        <Fact name="Version">
          <Link
            to="/projects/$project/jobs/$job/versions/$version"
            params={{ project, job: instance.job, version: String(instance.version) }}
            className="p-link"
          >
            Version {instance.version}
          </Link>
        </Fact>
        <Fact name="Environment">
          {instance.environment}
          {engine && (
            <Text component="span" c="dimmed" fz="sm">
              {" "}
              Flink {engine}
            </Text>
          )}
        </Fact>
        <Fact name="Task slots">{instance.parallelism}</Fact>
        <Fact name="Started by">{instance.started_by}</Fact>
        {Boolean(instance.restarts) && <Fact name="Restarts">{instance.restarts}</Fact>}
      </div>
      {instance.operation && (
        <Group gap="xs" mt="sm" role="status">
          <Loader size={14} />
          <Text fz="sm">{describeOperation(instance.operation)}</Text>
        </Group>
      )}
      {instance.error && (
        <div style={{ marginTop: 16 }}>
          <ErrorAlert
            title={instance.observed === "failed" ? "It failed" : "Something is wrong"}
            error={instance.error}
          />
        </div>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text fz="xs" c="dimmed" mb={2}>
        {name}
      </Text>
      <Text component="div" fz="sm" fw={560} className="p-figure">
        {children}
      </Text>
    </div>
  );
}

type Props = { instance: Pick<Instance, "desired" | "observed" | "error"> };

/** The observed state with its mark; while it moves, also where to. */
export function InstanceState({ instance }: Props) {
  const help = instance.error || explainState(instance.observed);
  const shown = (
    <span aria-busy={isTransitioning(instance)} data-state={instance.observed}>
      <Status tone={isTransitioning(instance) ? "busy" : stateTone(instance)}>
        {describeState(instance)}
      </Status>
    </span>
  );
  return help ? (
    <Tooltip label={help} multiline maw={420}>
      {shown}
    </Tooltip>
  ) : (
    shown
  );
}
