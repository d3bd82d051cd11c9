import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconColumns } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import { guessedTime, mayBeTime } from "@/features/tables/columns";
import { tables } from "@/features/tables/tables";
import { EmptyState } from "@/ui/EmptyState";
import { Failure } from "@/ui/Failure";
import { told } from "@/ui/notify";
import { PageHeader } from "@/ui/PageHeader";
import { useShortcuts } from "@/ui/shortcuts";
import { ColumnsDialog } from "./grid/ColumnsDialog";
import { GridFrame, GridWork } from "./grid/GridWork";
import { gridOf, rowsOf } from "./grid/model";
import { useGridCheck } from "./grid/useGridCheck";
import { useGridEditor } from "./grid/useGridEditor";
import { useLeaveGuard } from "./grid/useLeaveGuard";
import { PackTrail } from "./PackTrail";
import { useCreatePack } from "./packs";
import { reportOf } from "./refusal";
import type { PackColumn } from "./types";

/** A new pack, typed in a grid under the columns of a table, or one's own. */
export function NewPackPage() {
  const { project } = useParams({ strict: false }) as { project: string };
  const known = useQuery(tables(project)).data?.results ?? [];
  const [name, setName] = useState("");
  const [table, setTable] = useState<string | null>(null);
  const [eventTime, setEventTime] = useState("");
  const [shaping, setShaping] = useState(false);
  const editor = useGridEditor(() => gridOf([], []));
  const columns = editor.grid.columns;
  const check = useGridCheck(project, columns, editor.grid);
  const create = useCreatePack(project);
  const navigate = useNavigate();
  const letGo = useLeaveGuard(rowsOf(editor.grid).length > 0);

  const shape = (next: readonly PackColumn[], time: string) => {
    editor.setColumns(next.map((one) => ({ name: one.name, type: one.type })));
    setEventTime(time);
  };
  const take = (id: string | null) => {
    setTable(id);
    const found = known.find((one) => one.id === id);
    if (!found) return;
    shape(found.columns, found.event_time || guessedTime(found.columns));
    if (!name) setName(found.name);
  };
  const submit = () => {
    if (!name.trim() || columns.length === 0) return;
    const { grid } = editor;
    editor.commit();
    create.mutate(
      { name: name.trim(), description: "", event_time: eventTime, columns, rows: rowsOf(grid) },
      {
        onSuccess: (pack) => {
          letGo();
          told(`"${pack.name}" is stored.`);
          void navigate({ to: "/projects/$project/packs/$pack", params: { project, pack: pack.id } });
        },
        onError: (error) => {
          const report = reportOf(error);
          if (report) check.take(report, grid);
        },
      },
    );
  };
  useShortcuts([{ keys: "mod+S", label: "Store the pack", group: "Grid", inFields: true, run: submit }]);
  const errors = fieldErrors(create.error);
  const own = (
    <Button variant="default" leftSection={<IconColumns size={16} />} onClick={() => setShaping(true)}>
      {columns.length > 0 ? "Change the columns" : "Make your own columns"}
    </Button>
  );
  return (
    <GridFrame>
      <PageHeader
        trail={<PackTrail project={project} />}
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
              disabled={!name.trim() || columns.length === 0 || check.faults > 0}
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
          label="Columns as of"
          placeholder={columns.length > 0 ? "Columns of your own" : "Choose a table"}
          w={300}
          data={known.map((one) => ({ value: one.id, label: `${one.datasource_name} · ${one.name}` }))}
          value={table}
          allowDeselect={false}
          onChange={take}
        />
        {columns.length > 0 && (
          <Select
            label="Event time"
            placeholder="None"
            w={180}
            clearable
            data={columns.filter(mayBeTime).map((one) => one.name)}
            value={eventTime || null}
            onChange={(next) => setEventTime(next ?? "")}
          />
        )}
        {columns.length > 0 && own}
      </Group>
      {create.isError && !reportOf(create.error) && !errors.name && (
        <Failure title="Not stored" error={create.error} />
      )}
      {columns.length > 0 ? (
        <GridWork editor={editor} check={check} label="Rows of the new pack" eventTime={eventTime} />
      ) : (
        <EmptyState picture="table" title="Which columns?" action={own}>
          Choose the table that your job reads, so that the pack fits it, or make columns of your own.
        </EmptyState>
      )}
      <ColumnsDialog
        opened={shaping}
        columns={columns}
        eventTime={eventTime}
        onClose={() => setShaping(false)}
        onDone={(next, time) => {
          setTable(null);
          shape(next, time);
          setShaping(false);
        }}
      />
    </GridFrame>
  );
}
