import { Alert, Button, Skeleton } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { Page, PageHeader } from "@/ui/Page";
import { useShortcuts } from "@/ui/shortcuts";
import { GridEditor, GridFrame } from "../grid/GridEditor";
import { createGrid, MAX_ROWS, toRows } from "../grid/model";
import { useGridCheck } from "../grid/useGridCheck";
import { useGridEditor } from "../grid/useGridEditor";
import { useLeaveGuard } from "../grid/useLeaveGuard";
import { PackBreadcrumbs } from "../PackBreadcrumbs";
import { allPackRows, getRowReport, pack as packQuery, useCreatePackVersion } from "../packs";
import type { Pack, PackRow } from "../types";

/** Edits the rows of a small pack in the grid; saving creates a new version. */
export function EditPackPage() {
  const { project, pack: id } = useParams({ strict: false }) as { project: string; pack: string };
  const { data: pack, error } = useQuery(packQuery(id));
  const [number, setNumber] = useState<number>();
  // The opened version stays, even if somebody creates a newer one in the meantime.
  const base = number ?? pack?.version?.number;
  if (base !== undefined && number === undefined) setNumber(base);
  const small = (pack?.version?.rows ?? 0) <= MAX_ROWS;
  const rows = useQuery({ ...allPackRows(id, base ?? 0), enabled: base !== undefined && small });
  const failure = error ?? rows.error;
  if (failure) {
    return (
      <Page>
        <ErrorAlert title="The pack can't be edited" error={failure} />
      </Page>
    );
  }
  if (pack && !small) {
    return (
      <Page>
        <EmptyState picture="table" title={`"${pack.name}" is too large for the grid`}>
          The grid shows at most {MAX_ROWS} rows. Download the pack, edit the file, and upload it as a new
          version.
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
  const editor = useGridEditor(() => createGrid(pack.columns, rows));
  const check = useGridCheck(project, pack.columns, editor.grid);
  const save = useCreatePackVersion(pack.id);
  const navigate = useNavigate();
  const allowLeaving = useLeaveGuard(editor.dirty);
  const submit = () => {
    const { grid } = editor;
    editor.commit();
    save.mutate(toRows(grid), {
      onSuccess: ({ number }) => {
        allowLeaving();
        notifySuccess(
          number === base
            ? "The rows are unchanged, so no version was created."
            : `Version ${number} is saved.`,
        );
        void navigate({ to: "/projects/$project/packs/$pack", params: { project, pack: pack.id } });
      },
      onError: (error) => {
        const report = getRowReport(error);
        if (report) check.showReport(report, grid);
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
        trail={<PackBreadcrumbs project={project} pack={pack} />}
        title="Edit the rows"
        about={`Based on version ${base}. Saving creates a new version; tests with a fixed version keep it.`}
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
            <Button
              onClick={submit}
              loading={save.isPending}
              disabled={!editor.dirty || check.errorCount > 0}
            >
              Save as a new version
            </Button>
          </>
        }
      />
      {newer && (
        <Alert icon={<IconInfoCircle size={18} />} variant="light" mb="sm">
          {newer.created_by.full_name || newer.created_by.username} created version {newer.number} in the
          meantime. If you save, your version follows it and does not contain its changes.
        </Alert>
      )}
      {save.isError && <ErrorAlert title="Nothing was saved" error={save.error} />}
      <GridEditor editor={editor} check={check} label={`Rows of ${pack.name}`} eventTime={pack.event_time} />
    </GridFrame>
  );
}
