import {
  Button,
  Drawer,
  Group,
  Loader,
  ScrollArea,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconRefresh, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Datasource } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import css from "./DatasourceBrowser.module.css";
import { type DatasourceKind, datasourceKinds } from "./kinds";
import { storeContents, storeSample } from "./storeQueries";

interface Props {
  project: string;
  datasource: Datasource | null;
  onClose: () => void;
}

/** Shows the topics or tables of a data source, with their columns and sample rows. */
export function DatasourceBrowser({ project, datasource, onClose }: Props) {
  const kind = useQuery(datasourceKinds).data?.find((one) => one.kind === datasource?.kind);
  return (
    <Drawer
      opened={datasource !== null}
      onClose={onClose}
      position="right"
      size={1040}
      title={datasource && `${kind?.label ?? datasource.kind} · ${datasource.name}`}
      classNames={{ content: css.content, body: css.body }}
    >
      {datasource && kind && (
        <Browser key={datasource.id} project={project} datasource={datasource} kind={kind} />
      )}
    </Drawer>
  );
}

interface BrowserProps {
  project: string;
  datasource: Datasource;
  kind: DatasourceKind;
}

function Browser({ project, datasource, kind: { holds, capabilities } }: BrowserProps) {
  const { data, error, isPending, refetch } = useQuery(storeContents(project, datasource.id, holds));
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = (data ?? []).filter((name) => name.toLowerCase().includes(search.toLowerCase()));
  if (error) return <ErrorAlert title={`The ${holds} could not be listed`} error={error} retry={refetch} />;
  return (
    <div className={css.columns}>
      <Stack gap="xs" mih={0}>
        <TextInput
          aria-label={`Search ${holds}`}
          placeholder={`Search ${holds}`}
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ScrollArea flex={1}>
          {isPending && (
            <Group gap="xs" p="xs">
              <Loader size="xs" />
              <Text fz="sm" c="dimmed">
                Loading…
              </Text>
            </Group>
          )}
          {shown.map((name) => (
            <button
              key={name}
              type="button"
              className={css.name}
              aria-pressed={name === chosen}
              onClick={() => setChosen(name)}
            >
              {name}
            </button>
          ))}
          {data && shown.length === 0 && (
            <Text fz="sm" c="dimmed" p="xs">
              {search ? `No name matches "${search}".` : `There are no ${holds} yet.`}
            </Text>
          )}
        </ScrollArea>
      </Stack>
      <div className={css.sample}>
        {chosen ? (
          <>
            <Title order={2} mb="sm">
              {chosen}
            </Title>
            {capabilities.includes("preview") ? (
              <SampleView project={project} id={datasource.id} name={chosen} />
            ) : (
              <Text fz="sm" c="dimmed">
                Rows of this kind of data source cannot be shown.
              </Text>
            )}
          </>
        ) : (
          <EmptyState picture="table" title={`Choose one of the ${holds}`} compact>
            Its columns and latest rows are shown here. No records are consumed.
          </EmptyState>
        )}
      </div>
    </div>
  );
}

/** Columns and latest rows of one topic or table. */
export function SampleView({ project, id, name }: { project: string; id: string; name: string }) {
  const { data, error, isPending, isFetching, refetch } = useQuery(storeSample(project, id, name));
  if (error) return <ErrorAlert title={`"${name}" could not be read`} error={error} retry={refetch} />;
  if (isPending) return <Skeleton height={200} radius="md" />;
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text fz="sm" c="dimmed">
          {data.columns.length} columns ·{" "}
          {data.rows.length === 0 ? "no rows" : `latest ${data.rows.length} rows`}
        </Text>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconRefresh size={14} />}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          Read again
        </Button>
      </Group>
      <DataTable columns={data.columns} rows={data.rows} />
    </>
  );
}
