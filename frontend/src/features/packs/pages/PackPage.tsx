import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/api/session";
import { formatBytes } from "@/lib/format";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { PackActions } from "../PackActions";
import { PackBreadcrumbs } from "../PackBreadcrumbs";
import { PackRows } from "../PackRows";
import css from "../Packs.module.css";
import { EventTime, formatCount } from "../packLabels";
import { pack as packQuery, packVersions } from "../packs";
import { RenamePackDialog } from "../RenamePackDialog";
import type { Pack, PackVersion } from "../types";
import { UploadDialog } from "../upload/UploadDialog";
import { VersionList } from "../VersionList";

/** One pack: its rows in pages, and its versions. */
export function PackPage() {
  const { project, pack: id } = useParams({ strict: false }) as { project: string; pack: string };
  const { data: pack, error, refetch } = useQuery(packQuery(id));
  const versions = useQuery(packVersions(id)).data?.results ?? [];
  const [chosen, setChosen] = useState<number>();
  if (error || !pack) {
    return (
      <Page>
        {error ? (
          <ErrorAlert title="The pack can't be opened" error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton height={400} radius="md" />
        )}
      </Page>
    );
  }
  const shown = versions.find((one) => one.number === chosen) ?? pack.version;
  return <PackDetails project={project} pack={pack} versions={versions} shown={shown} onChoose={setChosen} />;
}

interface Props {
  project: string;
  pack: Pack;
  versions: readonly PackVersion[];
  shown: PackVersion | null;
  onChoose: (version: number | undefined) => void;
}

function PackDetails({ project, pack, versions, shown, onChoose }: Props) {
  const [uploading, setUploading] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const mayPreview = useMay(project)("data.preview");
  const navigate = useNavigate();
  return (
    <Page>
      <PageHeader
        trail={<PackBreadcrumbs project={project} />}
        title={pack.name}
        about={pack.description || undefined}
        actions={
          <PackActions
            project={project}
            pack={pack}
            shown={shown}
            onUpload={() => setUploading(true)}
            onRename={() => setRenaming(true)}
            onDeleted={() => void navigate({ to: "/projects/$project/packs", params: { project } })}
          />
        }
      />
      <PackSummary pack={pack} shown={shown} />
      <div className={css.columns}>
        <div style={{ minWidth: 0 }}>
          {shown === null && (
            <EmptyState picture="table" title="No rows yet">
              Upload a file as a new version to give the pack its rows.
            </EmptyState>
          )}
          {shown && mayPreview && <PackRows key={shown.number} pack={pack} version={shown} />}
          {shown && !mayPreview && (
            <EmptyState picture="lens" title="You are not allowed to see rows">
              Ask an administrator of the project for a role with permission to preview data.
            </EmptyState>
          )}
        </div>
        <VersionList versions={versions} shown={shown} onChoose={onChoose} />
      </div>
      <UploadDialog
        project={project}
        target={uploading ? { pack } : null}
        onClose={() => setUploading(false)}
        onStored={() => {
          setUploading(false);
          onChoose(undefined);
        }}
      />
      <RenamePackDialog pack={pack} opened={renaming} onClose={() => setRenaming(false)} />
    </Page>
  );
}

function PackSummary({ pack, shown }: { pack: Pack; shown: PackVersion | null }) {
  const tests = pack.used_by === 1 ? "used by 1 test" : `used by ${pack.used_by} tests`;
  return (
    <div className={css.facts}>
      {shown && (
        <>
          <Text fz="sm" className="p-figure">
            {formatCount(shown.rows)} rows
          </Text>
          <Text fz="sm" className="p-figure">
            {formatBytes(shown.bytes)}
          </Text>
        </>
      )}
      <Text fz="sm">{pack.columns.length} columns</Text>
      {pack.event_time && <EventTime name={pack.event_time} />}
      <Text fz="sm" c={pack.used_by ? undefined : "dimmed"}>
        {pack.used_by ? tests : "not used by a test yet"}
      </Text>
    </div>
  );
}
