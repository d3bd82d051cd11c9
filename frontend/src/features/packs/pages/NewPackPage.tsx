import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconColumns } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import { canBeEventTime, guessEventTime, tables } from "@/features/tables";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { PageHeader } from "@/ui/Page";
import { useShortcuts } from "@/ui/shortcuts";
import { ColumnsDialog } from "../grid/ColumnsDialog";
import { GridEditor, GridFrame } from "../grid/GridEditor";
import { createGrid, toRows } from "../grid/model";
import { useGridCheck } from "../grid/useGridCheck";
import { useGridEditor } from "../grid/useGridEditor";
import { useLeaveGuard } from "../grid/useLeaveGuard";
import { PackBreadcrumbs } from "../PackBreadcrumbs";
import { getRowReport, useCreatePack } from "../packs";
import type { PackColumn } from "../types";

/** Creates a pack from rows typed in a grid, with the columns of a table or custom ones. */
export function NewPackPage() {
  const { project } = useParams({ strict: false }) as { project: string };
  const known = useQuery(tables(project)).data?.results ?? [];
  const [name, setName] = useState("");
  const [table, setTable] = useState<string | null>(null);
  const [eventTime, setEventTime] = useState("");
  const [editingColumns, setEditingColumns] = useState(false);
  const editor = useGridEditor(() => createGrid([], []));
  const columns = editor.grid.columns;
  const check = useGridCheck(project, columns, editor.grid);
  const create = useCreatePack(project);
  const navigate = useNavigate();
  const allowLeaving = useLeaveGuard(toRows(editor.grid).length > 0);

  const setColumns = (next: readonly PackColumn[], time: string) => {
    editor.setColumns(next.map((one) => ({ name: one.name, type: one.type })));
    setEventTime(time);
  };
  const chooseTable = (id: string | null) => {
    setTable(id);
    const found = known.find((one) => one.id === id);
    if (!found) return;
    setColumns(found.columns, found.event_time || guessEventTime(found.columns));
    if (!name) setName(found.name);
  };
  const submit = () => {
    if (!name.trim() || columns.length === 0) return;
    const { grid } = editor;
    editor.commit();
    create.mutate(
      {
        name: name.trim(),
        description: "",
        event_time: eventTime,
        columns: [...columns],
        rows: toRows(grid),
      },
      {
        onSuccess: (pack) => {
          allowLeaving();
          notifySuccess(`"${pack.name}" is stored.`);
          void navigate({ to: "/projects/$project/packs/$pack", params: { project, pack: pack.id } });
        },
        onError: (error) => {
          const report = getRowReport(error);
          if (report) check.showReport(report, grid);
        },
      },
    );
  };
  useShortcuts([{ keys: "mod+S", label: "Store the pack", group: "Grid", inFields: true, run: submit }]);
  const errors = fieldErrors(create.error);
  const columnsButton = (
    <Button variant="default" leftSection={<IconColumns size={16} />} onClick={() => setEditingColumns(true)}>
      {columns.length > 0 ? "Change the columns" : "Define columns"}
    </Button>
  );
  return (
    <GridFrame>
      <PageHeader
        trail={<PackBreadcrumbs project={project} />}
        title="New data pack"
        about="Type the rows, or paste them from a spreadsheet."
        actions={
          <>
            <Button
              variant="subtle"
              color="gray"
              renderRoot={(props) => <Link to="/projects/$project/packs" params={{ project }} {...props} />}
            >
              Cancel
            </Button>
            <Button
              onClick={submit}
              loading={create.isPending}
              disabled={!name.trim() || columns.length === 0 || check.errorCount > 0}
            >
              Store the pack
            </Button>
          </>
        }
      />
      <Group align="flex-end" mb="md" gap="sm">
        <TextInput
          label="Name"
          required
          w={260}
          maxLength={100}
          value={name}
          error={errors.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Columns from"
          placeholder={columns.length > 0 ? "Custom columns" : "Choose a table"}
          w={300}
          data={known.map((one) => ({ value: one.id, label: `${one.datasource_name} · ${one.name}` }))}
          value={table}
          allowDeselect={false}
          onChange={chooseTable}
        />
        {columns.length > 0 && (
          <Select
            label="Event time"
            placeholder="None"
            w={180}
            clearable
            data={columns.filter(canBeEventTime).map((one) => one.name)}
            value={eventTime || null}
            onChange={(next) => setEventTime(next ?? "")}
          />
        )}
        {columns.length > 0 && columnsButton}
      </Group>
      {create.isError && !getRowReport(create.error) && !errors.name && (
        <ErrorAlert title="Not stored" error={create.error} />
      )}
      {columns.length > 0 ? (
        <GridEditor editor={editor} check={check} label="Rows of the new pack" eventTime={eventTime} />
      ) : (
        <EmptyState picture="table" title="Which columns?" action={columnsButton}>
          Choose the table that your job reads, so that the pack matches it, or define columns yourself.
        </EmptyState>
      )}
      <ColumnsDialog
        opened={editingColumns}
        columns={columns}
        eventTime={eventTime}
        onClose={() => setEditingColumns(false)}
        onDone={(next, time) => {
          setTable(null);
          setColumns(next, time);
          setEditingColumns(false);
        }}
      />
    </GridFrame>
  );
}
