import { SegmentedControl, Skeleton, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { sumInflow, useSamples } from "@/api/metrics";
import type { Instance } from "@/api/types";
import { formatRate } from "@/lib/format";
import { rowLink } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { ShowMore } from "@/ui/ShowMore";
import { RelativeTime } from "@/ui/time";
import { FlinkLink } from "../InstanceActions";
import { InstanceState } from "../InstanceSummary";
import { instances } from "../instances";
import { isTerminal } from "../state";

type Filter = "all" | "test" | "production";

const FILTERS = [
  { value: "all", label: "All" },
  { value: "test", label: "Test" },
  { value: "production", label: "Production" },
];

/** How many past instances are shown at first, and added at a time. */
const PART = 50;

export function InstancesPage() {
  const { project } = useParams({ strict: false }) as { project: string };
  const { data, error, isPending, refetch } = useQuery(instances(project));
  const [filter, setFilter] = useState<Filter>("all");
  const all = data?.results ?? [];
  const shown = all.filter((one) => filter === "all" || one.environment === filter);
  const live = shown.filter((one) => !isTerminal(one));
  const past = shown.filter(isTerminal);
  const [pastShown, setPastShown] = useState(PART);
  return (
    <Page>
      <PageHeader
        title="Running"
        about="What runs in this project's environments, and what ran before."
        actions={
          <SegmentedControl
            aria-label="Environment"
            data={FILTERS}
            value={filter}
            onChange={(value) => setFilter(value as Filter)}
          />
        }
      />
      {error && <ErrorAlert title="The instances could not be loaded" error={error} retry={refetch} />}
      {isPending && <Skeleton height={180} radius="md" />}
      {data && shown.length === 0 && (
        <EmptyState picture="turbine" title="Nothing runs here yet">
          Open a job, submit a version, and start a test run of it. It is listed here with its state and its
          metrics.
        </EmptyState>
      )}
      {live.length > 0 && <InstanceTable project={project} rows={live} />}
      {data && shown.length > 0 && live.length === 0 && (
        <Text c="dimmed" fz="sm" mb="lg">
          Nothing runs at the moment.
        </Text>
      )}
      {past.length > 0 && (
        <>
          <Text component="h2" fz="md" fw={600} mt="xl" mb="sm">
            Before
          </Text>
          <InstanceTable project={project} rows={past.slice(0, pastShown)} />
          <ShowMore
            shown={Math.min(pastShown, past.length)}
            of={past.length}
            onMore={() => setPastShown(pastShown + PART)}
          />
        </>
      )}
    </Page>
  );
}

function InstanceTable({ project, rows }: { project: string; rows: readonly Instance[] }) {
  return (
    <div className="p-table">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={165}>State</Table.Th>
            <Table.Th>Job</Table.Th>
            <Table.Th>Environment</Table.Th>
            <Table.Th data-figure>Version</Table.Th>
            <Table.Th data-figure>Records in</Table.Th>
            <Table.Th data-figure>Slots</Table.Th>
            <Table.Th>Since</Table.Th>
            <Table.Th>Started by</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((one) => (
            <Row key={one.id} project={project} instance={one} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Row({ project, instance }: { project: string; instance: Instance }) {
  const navigate = useNavigate();
  const open = () =>
    void navigate({
      to: "/projects/$project/instances/$instance",
      params: { project, instance: instance.id },
    });
  return (
    <Table.Tr {...rowLink(open)}>
      <Table.Td>
        <InstanceState instance={instance} />
      </Table.Td>
      <Table.Td>
        <Text fz="sm" fw={560}>
          {instance.job_name}
        </Text>
      </Table.Td>
      <Table.Td>{instance.environment}</Table.Td>
      <Table.Td data-figure>{instance.version}</Table.Td>
      <Table.Td data-figure>
        <Inflow instance={instance} />
      </Table.Td>
      <Table.Td data-figure>{instance.parallelism}</Table.Td>
      <Table.Td>
        <RelativeTime at={instance.since} />
      </Table.Td>
      <Table.Td>{instance.started_by}</Table.Td>
      <Table.Td>{instance.ui_url && !isTerminal(instance) && <FlinkLink url={instance.ui_url} />}</Table.Td>
    </Table.Tr>
  );
}

function Inflow({ instance }: { instance: Instance }) {
  const latest = useSamples(instance.id).at(-1);
  // A rate of a job that no longer runs would be wrong.
  return <>{latest && instance.observed === "running" ? formatRate(sumInflow(latest.nodes)) : "–"}</>;
}
