import { Button, Group, Skeleton, Table, Text, Tooltip } from "@mantine/core";
import { IconListSearch, IconPencil, IconPlugConnected, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { errorMessage } from "@/api/errors";
import { useMay } from "@/api/session";
import type { Datasource } from "@/api/types";
import { ActionsMenu } from "@/ui/ActionsMenu";
import { confirm } from "@/ui/confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { KindIcon } from "@/ui/KindIcon";
import { notifyError, notifySuccess } from "@/ui/notify";
import { Page, PageHeader } from "@/ui/Page";
import { Status } from "@/ui/Status";
import { DatasourceBrowser } from "../DatasourceBrowser";
import { DatasourceDialog } from "../DatasourceDialog";
import { datasources, useDeleteDatasource } from "../datasources";
import { type DatasourceKind, datasourceKinds } from "../kinds";
import { useTestDatasource } from "../storeQueries";

export function DatasourcesPage() {
  const { project } = useParams({ strict: false }) as { project: string };
  const { data, error, isPending, refetch } = useQuery(datasources(project));
  const mayEdit = useMay(project)("datasource.edit");
  const [edited, setEdited] = useState<Datasource | "new" | null>(null);
  const [browsed, setBrowsed] = useState<Datasource | null>(null);
  const rows = data?.results ?? [];
  const kinds = useQuery(datasourceKinds).data ?? [];
  const create = mayEdit && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
      New data source
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Data sources"
        about="Kafka clusters and databases that the jobs of this project read from and write to."
        actions={rows.length > 0 && create}
      />
      {error && <ErrorAlert title="The data sources could not be loaded" error={error} retry={refetch} />}
      {isPending && <Skeleton height={180} radius="md" />}
      {data && rows.length === 0 && (
        <EmptyState picture="source" title="No data sources yet" action={create}>
          Connect a Kafka cluster or a database. Passwords are encrypted; they can be replaced, but never
          read.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className="p-table">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Kind</Table.Th>
                <Table.Th>Address</Table.Th>
                <Table.Th>Connection</Table.Th>
                <Table.Th w={120} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((one) => (
                <DatasourceRow
                  key={one.id}
                  project={project}
                  datasource={one}
                  kind={kinds.find(({ kind }) => kind === one.kind)}
                  mayEdit={mayEdit}
                  onEdit={() => setEdited(one)}
                  onBrowse={() => setBrowsed(one)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <DatasourceDialog project={project} edited={edited} onClose={() => setEdited(null)} />
      <DatasourceBrowser project={project} datasource={browsed} onClose={() => setBrowsed(null)} />
    </Page>
  );
}

interface RowProps {
  project: string;
  datasource: Datasource;
  /** Undefined while loading, and when no connector of this kind is installed. */
  kind: DatasourceKind | undefined;
  mayEdit: boolean;
  onEdit: () => void;
  onBrowse: () => void;
}

function DatasourceRow({ project, datasource, kind, mayEdit, onEdit, onBrowse }: RowProps) {
  const remove = useDeleteDatasource(project);
  const confirmAndDelete = async () => {
    const yes = await confirm({
      title: `Delete "${datasource.name}"?`,
      children: "Jobs that use it can no longer be checked or started. The data itself is not changed.",
      action: "Delete the data source",
      danger: true,
    });
    if (!yes) return;
    remove.mutate(datasource.id, {
      onSuccess: () => notifySuccess(`"${datasource.name}" is deleted.`),
      onError: (error) => notifyError(`"${datasource.name}" was not deleted`, error),
    });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={10} wrap="nowrap">
          <KindIcon name={kind?.icon} color="var(--p-busy)" />
          <Text fw={560} fz="sm">
            {datasource.name}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td>{kind?.label ?? datasource.kind}</Table.Td>
      <Table.Td>
        <Text fz="sm" ff="monospace" truncate maw={320}>
          {datasource.address}
        </Text>
      </Table.Td>
      <Table.Td>
        <TestButton project={project} id={datasource.id} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {kind?.capabilities.includes("browse") && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconListSearch size={15} />}
              onClick={onBrowse}
            >
              {kind.holds === "topics" ? "Topics" : "Tables"}
            </Button>
          )}
          {mayEdit && (
            <ActionsMenu
              label={`Actions of ${datasource.name}`}
              actions={[
                { label: "Edit", Icon: IconPencil, run: onEdit },
                { label: "Delete", Icon: IconTrash, danger: true, run: () => void confirmAndDelete() },
              ]}
            />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** Tests a saved connection and keeps the answer beside the button. */
export function TestButton({ project, id }: { project: string; id: string }) {
  const test = useTestDatasource(project);
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlugConnected size={14} />}
        loading={test.isPending}
        onClick={() => test.mutate(id)}
      >
        Test
      </Button>
      {test.data && (
        <Tooltip label={test.data.message} multiline maw={400}>
          <span>
            <Status tone="done">connects</Status>
          </span>
        </Tooltip>
      )}
      {test.isError && (
        <Tooltip label={errorMessage(test.error)} multiline maw={400}>
          <Text component="div" fz="sm" c="var(--p-bad)" lineClamp={2} maw={300} role="alert">
            {errorMessage(test.error)}
          </Text>
        </Tooltip>
      )}
    </Group>
  );
}
