import { Button, Drawer, Table as Grid, Group, Skeleton, Text, TextInput } from "@mantine/core";
import { IconClock, IconKey, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/api/session";
import type { Datasource, Table } from "@/api/types";
import { datasources } from "@/features/datasources";
import { rowLink } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { RelativeTime } from "@/ui/time";
import { NewTableForm } from "../NewTableForm";
import { TableEditor } from "../TableEditor";
import { tables } from "../tables";

export function TablesPage() {
  const { project } = useParams({ strict: false }) as { project: string };
  const { data, error, isPending, refetch } = useQuery(tables(project));
  const sources = useQuery(datasources(project)).data?.results ?? [];
  const mayEdit = useMay(project)("table.edit");
  const [search, setSearch] = useState("");
  const [opened, setOpened] = useState<Table | "new" | null>(null);
  const all = data?.results ?? [];
  const query = search.toLowerCase();
  const shown = all.filter((one) => `${one.name} ${one.datasource_name}`.toLowerCase().includes(query));
  const create = mayEdit && sources.length > 0 && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened("new")}>
      New table
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Tables"
        about="Topics and database tables with known columns, which jobs can use by name."
        actions={all.length > 0 && create}
      />
      {error && <ErrorAlert title="The tables could not be loaded" error={error} retry={refetch} />}
      {isPending && <Skeleton height={200} radius="md" />}
      {data && all.length === 0 && (
        <EmptyState picture="table" title="No tables yet" action={create}>
          {sources.length === 0
            ? "A table describes a topic or a database table. Add a data source first."
            : "Describe a topic once, and every job can read it with the correct types and event time."}
        </EmptyState>
      )}
      {all.length > 0 && (
        <>
          <TextInput
            aria-label="Search tables"
            placeholder="Search tables"
            leftSection={<IconSearch size={15} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            maw={320}
            mb="md"
          />
          <div className="p-table">
            <Grid>
              <Grid.Thead>
                <Grid.Tr>
                  <Grid.Th>Topic or table</Grid.Th>
                  <Grid.Th>Data source</Grid.Th>
                  <Grid.Th data-figure>Columns</Grid.Th>
                  <Grid.Th>Event time</Grid.Th>
                  <Grid.Th>Key</Grid.Th>
                  <Grid.Th>Changed</Grid.Th>
                </Grid.Tr>
              </Grid.Thead>
              <Grid.Tbody>
                {shown.map((one) => (
                  <TableRow key={one.id} table={one} onOpen={() => setOpened(one)} />
                ))}
              </Grid.Tbody>
            </Grid>
            {shown.length === 0 && (
              <Text fz="sm" c="dimmed" p="md">
                No table matches "{search}".
              </Text>
            )}
          </div>
        </>
      )}
      <TableDrawer
        project={project}
        opened={opened}
        datasources={sources}
        readOnly={!mayEdit}
        onClose={() => setOpened(null)}
      />
    </Page>
  );
}

function TableRow({ table, onOpen }: { table: Table; onOpen: () => void }) {
  return (
    <Grid.Tr {...rowLink(onOpen)}>
      <Grid.Td>
        <Text fw={560} fz="sm">
          {table.name}
        </Text>
        {table.description && (
          <Text fz="xs" c="dimmed" lineClamp={1}>
            {table.description}
          </Text>
        )}
      </Grid.Td>
      <Grid.Td>{table.datasource_name}</Grid.Td>
      <Grid.Td data-figure>{table.columns.length}</Grid.Td>
      <Grid.Td>
        {table.event_time && (
          <Group gap={6} wrap="nowrap">
            <IconClock size={14} color="var(--p-busy)" />
            <Text fz="sm" ff="monospace">
              {table.event_time}
            </Text>
          </Group>
        )}
      </Grid.Td>
      <Grid.Td>
        {table.key.length > 0 && (
          <Group gap={6} wrap="nowrap">
            <IconKey size={14} color="var(--p-busy)" />
            <Text fz="sm" ff="monospace">
              {table.key.join(", ")}
            </Text>
          </Group>
        )}
      </Grid.Td>
      <Grid.Td>
        <RelativeTime at={table.updated_at} />
      </Grid.Td>
    </Grid.Tr>
  );
}

interface Props {
  project: string;
  opened: Table | "new" | null;
  datasources: readonly Datasource[];
  readOnly: boolean;
  onClose: () => void;
}

export function TableDrawer({ project, opened, datasources, readOnly, onClose }: Props) {
  const title = opened === "new" ? "New table" : opened && `${opened.datasource_name} · ${opened.name}`;
  return (
    <Drawer opened={opened !== null} onClose={onClose} position="right" size={820} title={title}>
      {opened === "new" && <NewTableForm project={project} datasources={datasources} onDone={onClose} />}
      {opened !== null && opened !== "new" && (
        <TableEditor key={opened.id} project={project} table={opened} readOnly={readOnly} onDone={onClose} />
      )}
    </Drawer>
  );
}
