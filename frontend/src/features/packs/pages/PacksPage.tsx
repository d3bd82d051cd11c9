import { Button, Group, Skeleton, Table, Text, TextInput } from "@mantine/core";
import { IconPlayerRecordFilled, IconSearch, IconTable, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/api/session";
import { formatBytes } from "@/lib/format";
import { rowLink } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { RelativeTime } from "@/ui/time";
import css from "../Packs.module.css";
import { ColumnChips, EventTime, formatCount } from "../packLabels";
import { packs } from "../packs";
import { ActiveRecordings } from "../record/ActiveRecordings";
import { RecordDialog } from "../record/RecordDialog";
import type { Pack } from "../types";
import { useFileDrop } from "../upload/DropZone";
import { UploadDialog, type UploadTarget } from "../upload/UploadDialog";

export function PacksPage() {
  const { project } = useParams({ strict: false }) as { project: string };
  const { data, error, isPending, refetch } = useQuery(packs(project));
  const may = useMay(project);
  const mayEdit = may("pack.edit");
  const [search, setSearch] = useState("");
  const [recording, setRecording] = useState(false);
  const [uploading, setUploading] = useState<UploadTarget | null>(null);
  const { isOver, handlers } = useFileDrop((file) => setUploading({ file }));
  const navigate = useNavigate();
  const open = (pack: string) =>
    void navigate({ to: "/projects/$project/packs/$pack", params: { project, pack } });
  const all = data?.results ?? [];
  const query = search.toLowerCase();
  const shown = all.filter((one) =>
    [one.name, one.description, ...one.columns.map((column) => column.name)]
      .join(" ")
      .toLowerCase()
      .includes(query),
  );
  const newPackButtons = mayEdit && (
    <NewPackButtons
      project={project}
      mayRecord={may("data.preview")}
      onUpload={() => setUploading({})}
      onRecord={() => setRecording(true)}
    />
  );
  return (
    <div className={css.page} data-over={(mayEdit && isOver) || undefined} {...(mayEdit && handlers)}>
      <Page>
        <PageHeader
          title="Data packs"
          about="Rows for the tests of jobs: uploaded, recorded from a topic, or typed in. Versioned, and shared by the whole project."
          actions={all.length > 0 && newPackButtons}
        />
        <ActiveRecordings project={project} />
        {error && <ErrorAlert title="The data packs could not be loaded" error={error} retry={refetch} />}
        {isPending && <Skeleton height={200} radius="md" />}
        {data && all.length === 0 && (
          <EmptyState picture="table" title="No data packs yet" action={newPackButtons}>
            A pack holds the rows that a test feeds into a job instead of a live topic. Drop a CSV or JSON
            lines file here, record a topic, or type a few rows in a grid.
          </EmptyState>
        )}
        {all.length > 0 && (
          <>
            <TextInput
              aria-label="Search data packs"
              placeholder="Search names and columns"
              leftSection={<IconSearch size={15} />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              maw={320}
              mb="md"
            />
            <PackList packs={shown} onOpen={open} />
            {shown.length === 0 && (
              <Text fz="sm" c="dimmed" p="md">
                No pack has "{search}" in its name or columns.
              </Text>
            )}
          </>
        )}
      </Page>
      <UploadDialog project={project} target={uploading} onClose={() => setUploading(null)} onStored={open} />
      <RecordDialog project={project} opened={recording} onClose={() => setRecording(false)} onOpen={open} />
    </div>
  );
}

interface NewPackProps {
  project: string;
  mayRecord: boolean;
  onUpload: () => void;
  onRecord: () => void;
}

/** The three ways to create a pack. */
function NewPackButtons({ project, mayRecord, onUpload, onRecord }: NewPackProps) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        leftSection={<IconTable size={16} />}
        renderRoot={(props) => <Link to="/projects/$project/packs/new" params={{ project }} {...props} />}
      >
        Type in a grid
      </Button>
      {mayRecord && (
        <Button variant="default" leftSection={<IconPlayerRecordFilled size={16} />} onClick={onRecord}>
          Record
        </Button>
      )}
      <Button leftSection={<IconUpload size={16} />} onClick={onUpload}>
        Upload
      </Button>
    </Group>
  );
}

function PackList({ packs: rows, onOpen }: { packs: readonly Pack[]; onOpen: (id: string) => void }) {
  return (
    <div className="p-table">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Columns</Table.Th>
            <Table.Th>Event time</Table.Th>
            <Table.Th data-figure>Rows</Table.Th>
            <Table.Th data-figure>Size</Table.Th>
            <Table.Th data-figure>Version</Table.Th>
            <Table.Th data-figure>Tests</Table.Th>
            <Table.Th>Changed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((one) => (
            <PackRow key={one.id} pack={one} onOpen={() => onOpen(one.id)} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function PackRow({ pack, onOpen }: { pack: Pack; onOpen: () => void }) {
  const { version } = pack;
  return (
    <Table.Tr {...rowLink(onOpen)}>
      <Table.Td maw={260}>
        <Text fw={560} fz="sm" truncate>
          {pack.name}
        </Text>
        {pack.description && (
          <Text fz="xs" c="dimmed" lineClamp={1}>
            {pack.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <ColumnChips columns={pack.columns} />
      </Table.Td>
      <Table.Td>
        <EventTime name={pack.event_time} />
      </Table.Td>
      <Table.Td data-figure>{version ? formatCount(version.rows) : "–"}</Table.Td>
      <Table.Td data-figure style={{ whiteSpace: "nowrap" }}>
        {version ? formatBytes(version.bytes) : "–"}
      </Table.Td>
      <Table.Td data-figure>{version?.number ?? "–"}</Table.Td>
      <Table.Td data-figure>{pack.used_by || "–"}</Table.Td>
      <Table.Td>
        <RelativeTime at={version?.created_at ?? pack.updated_at} />
        {version && (
          <Text fz="xs" c="dimmed" truncate maw={150}>
            by {version.created_by.full_name || version.created_by.username}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
