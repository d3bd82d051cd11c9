import { Skeleton, Tabs } from "@mantine/core";
import { IconActivity, IconAlertOctagon, IconBookmark, IconFileText } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { Exceptions } from "../Exceptions";
import { InstanceActions } from "../InstanceActions";
import { InstanceSummary } from "../InstanceSummary";
import { instance as instanceQuery } from "../instances";
import { Logs } from "../Logs";
import { Metrics } from "../Metrics";
import { Savepoints } from "../Savepoints";
import { Timeline } from "../Timeline";

export function InstancePage() {
  const { project, instance: id } = useParams({ strict: false }) as { project: string; instance: string };
  const { data, error, isPending, refetch } = useQuery(instanceQuery(id));
  if (isPending || !data) {
    return (
      <Page>
        {error ? (
          <ErrorAlert title="This instance could not be loaded" error={error} retry={refetch} />
        ) : (
          <Skeleton height={220} radius="md" />
        )}
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        trail={
          <>
            <Link to="/projects/$project/instances" params={{ project }} className="p-link">
              Running
            </Link>{" "}
            / {data.environment}
          </>
        }
        title={data.job_name}
        actions={<InstanceActions project={project} instance={data} />}
      />
      <InstanceSummary project={project} instance={data} />
      <Tabs defaultValue="overview" mt="lg" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="overview" leftSection={<IconActivity size={16} />}>
            Overview
          </Tabs.Tab>
          <Tabs.Tab value="savepoints" leftSection={<IconBookmark size={16} />}>
            Savepoints
          </Tabs.Tab>
          <Tabs.Tab value="exceptions" leftSection={<IconAlertOctagon size={16} />}>
            Exceptions
          </Tabs.Tab>
          <Tabs.Tab value="logs" leftSection={<IconFileText size={16} />}>
            Logs
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Metrics instance={data} />
          <Timeline id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="savepoints">
          <Savepoints instance={data} />
        </Tabs.Panel>
        <Tabs.Panel value="exceptions">
          <Exceptions id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="logs">
          <Logs id={id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
