import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/features/session/session";
import { EmptyState } from "@/ui/EmptyState";
import { Failure } from "@/ui/Failure";
import { bytes } from "@/ui/figures";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { EventTime, figure } from "./facts";
import { NameDialog } from "./NameDialog";
import { PackActions } from "./PackActions";
import { PackRows } from "./PackRows";
import css from "./Packs.module.css";
import { PackTrail } from "./PackTrail";
import { pack as packQuery, packVersions } from "./packs";
import type { Pack, PackVersion } from "./types";
import { UploadDialog } from "./upload/UploadDialog";
import { Versions } from "./Versions";

/** One pack: its rows, page by page, and its versions. */
export function PackPage() {
  const { project, pack: id } = useParams({ strict: false }) as { project: string; pack: string };
  const { data: pack, error, refetch } = useQuery(packQuery(id));
  const versions = useQuery(packVersions(id)).data?.results ?? [];
  const [chosen, setChosen] = useState<number>();
  if (error || !pack) {
    return (
      <Page>
        {error ? (
          <Failure title="The pack can't be opened" error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton height={400} radius="md" />
        )}
      </Page>
    );
  }
  const shown = versions.find((one) => one.number === chosen) ?? pack.version;
  return <Opened project={project} pack={pack} versions={versions} shown={shown} onChoose={setChosen} />;
}

interface Props {
  project: string;
  pack: Pack;
  versions: readonly PackVersion[];
  shown: PackVersion | null;
  onChoose: (version: number | undefined) => void;
}

function Opened({ project, pack, versions, shown, onChoose }: Props) {
  const [uploading, setUploading] = useState(false);
  const [naming, setNaming] = useState(false);
  const maySee = useMay(project)("data.preview");
  const navigate = useNavigate();
  return (
    <Page>
      <PageHeader
        trail={<PackTrail project={project} />}
        title={pack.name}
        about={pack.description || undefined}
        actions={
          <PackActions
            project={project}
            pack={pack}
            shown={shown}
            onUpload={() => setUploading(true)}
            onName={() => setNaming(true)}
            onDeleted={() => void navigate({ to: "/projects/$project/packs", params: { project } })}
          />
        }
      />
      <Facts pack={pack} shown={shown} />
      <div className={css.columns}>
        <div style={{ minWidth: 0 }}>
          {shown === null && (
            <EmptyState picture="table" title="No rows yet">
              Give the pack its rows: upload a file as a new version.
            </EmptyState>
          )}
          {shown && maySee && <PackRows key={shown.number} pack={pack} version={shown} />}
          {shown && !maySee && (
            <EmptyState picture="lens" title="You may not see rows">
              Ask an administrator of the project for a role that may preview data.
            </EmptyState>
          )}
        </div>
        <Versions versions={versions} shown={shown} onChoose={onChoose} />
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
      <NameDialog pack={pack} opened={naming} onClose={() => setNaming(false)} />
    </Page>
  );
}

function Facts({ pack, shown }: { pack: Pack; shown: PackVersion | null }) {
  const tests = pack.used_by === 1 ? "1 test uses it" : `${pack.used_by} tests use it`;
  return (
    <div className={css.facts}>
      {shown && (
        <>
          <Text fz="sm" className="p-figure">
            {figure(shown.rows)} rows
          </Text>
          <Text fz="sm" className="p-figure">
            {bytes(shown.bytes)}
          </Text>
        </>
      )}
      <Text fz="sm">{pack.columns.length} columns</Text>
      {pack.event_time && <EventTime name={pack.event_time} />}
      <Text fz="sm" c={pack.used_by ? undefined : "dimmed"}>
        {pack.used_by ? tests : "no test uses it yet"}
      </Text>
    </div>
  );
}
