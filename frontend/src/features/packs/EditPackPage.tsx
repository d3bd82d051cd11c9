import { Alert, Button, Skeleton } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { EmptyState } from "@/ui/EmptyState";
import { Failure } from "@/ui/Failure";
import { told } from "@/ui/notify";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { useShortcuts } from "@/ui/shortcuts";
import { GridFrame, GridWork } from "./grid/GridWork";
import { gridOf, MAX_ROWS, rowsOf } from "./grid/model";
import { useGridCheck } from "./grid/useGridCheck";
import { useGridEditor } from "./grid/useGridEditor";
import { useLeaveGuard } from "./grid/useLeaveGuard";
import { PackTrail } from "./PackTrail";
import { pack as packQuery, useNewVersion, wholePack } from "./packs";
import { reportOf } from "./refusal";
import type { Pack, PackRow } from "./types";

/** A small pack in the grid; what is saved is a new version. */
export function EditPackPage() {
  const { project, pack: id } = useParams({ strict: false }) as { project: string; pack: string };
  const { data: pack, error } = useQuery(packQuery(id));
  const [number, setNumber] = useState<number>();
  // The version that is opened stays, even when somebody makes another one meanwhile.
  const base = number ?? pack?.version?.number;
  if (base !== undefined && number === undefined) setNumber(base);
  const small = (pack?.version?.rows ?? 0) <= MAX_ROWS;
  const rows = useQuery({ ...wholePack(id, base ?? 0), enabled: base !== undefined && small });
  const failure = error ?? rows.error;
  if (failure) {
    return (
      <Page>
        <Failure title="The pack can't be edited" error={failure} />
      </Page>
    );
  }
  if (pack && !small) {
    return (
      <Page>
        <EmptyState picture="table" title={`"${pack.name}" is too large for the grid`}>
          The grid takes {MAX_ROWS} rows. Download it, change the file, and upload it as a new version.
        </EmptyState>
      </Page>
    );
  }
  if (!pack || !rows.data || base === undefined) {
    return (
      <Page>
        <Skeleton height={400} radius="md" />
      </Page>
    );
  }
  return <Editor key={id} project={project} pack={pack} base={base} rows={rows.data} />;
}

interface Props {
  project: string;
  pack: Pack;
  base: number;
  rows: PackRow[];
}

function Editor({ project, pack, base, rows }: Props) {
  const editor = useGridEditor(() => gridOf(pack.columns, rows));
  const check = useGridCheck(project, pack.columns, editor.grid);
  const save = useNewVersion(pack.id);
  const navigate = useNavigate();
  const letGo = useLeaveGuard(editor.dirty);
  const submit = () => {
    const { grid } = editor;
    editor.commit();
    save.mutate(rowsOf(grid), {
      onSuccess: ({ number }) => {
        letGo();
        told(number === base ? "The rows are as they were: no new version." : `Version ${number} is saved.`);
        void navigate({ to: "/projects/$project/packs/$pack", params: { project, pack: pack.id } });
      },
      onError: (error) => {
        const report = reportOf(error);
        if (report) check.take(report, grid);
      },
    });
  };
  useShortcuts([
    { keys: "mod+S", label: "Save as a new version", group: "Grid", inFields: true, run: submit },
  ]);
  const newer = pack.version && pack.version.number > base ? pack.version : null;
  return (
    <GridFrame>
      <PageHeader
        trail={<PackTrail project={project} pack={pack} />}
        title="Edit the rows"
        about={`From version ${base}. What you save is a new version; tests that name a version keep theirs.`}
        actions={
          <>
            <Button
              variant="subtle"
              color="gray"
              renderRoot={(props) => (
                <Link to="/projects/$project/packs/$pack" params={{ project, pack: pack.id }} {...props} />
              )}
            >
              Cancel
            </Button>
            <Button onClick={submit} loading={save.isPending} disabled={!editor.dirty || check.faults > 0}>
              Save as a new version
            </Button>
          </>
        }
      />
      {newer && (
        <Alert icon={<IconInfoCircle size={18} />} variant="light" mb="sm">
          {newer.created_by.full_name || newer.created_by.username} made version {newer.number} meanwhile.
          What you save comes after it and does not have its changes.
        </Alert>
      )}
      {save.isError && <Failure title="Nothing was saved" error={save.error} />}
      <GridWork editor={editor} check={check} label={`Rows of ${pack.name}`} eventTime={pack.event_time} />
    </GridFrame>
  );
}
