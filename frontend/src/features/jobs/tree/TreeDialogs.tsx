import { Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { confirm } from "@/ui/confirm";
import { notifyError, notifySuccess } from "@/ui/notify";
import { MoveForm } from "./MoveForm";
import { NameForm } from "./NameForm";
import {
  tree,
  useChangeFolder,
  useChangeJob,
  useCreateFolder,
  useCreateJob,
  useDeleteFolder,
  useDeleteJob,
} from "./tree";
import type { TreeItem } from "./treeRows";

export type Asked =
  | { kind: "job"; parent: string | null }
  | { kind: "folder"; parent: string | null }
  | { kind: "rename"; row: TreeItem }
  | { kind: "move"; row: TreeItem }
  | { kind: "delete"; row: TreeItem };

interface Props {
  project: string;
  asked: Asked | null;
  onClose: () => void;
}

/** The dialogs of the tree: new, rename, move, delete. */
export function TreeDialogs({ project, asked, onClose }: Props) {
  useDeletion(project, asked, onClose);
  const shown = asked !== null && asked.kind !== "delete";
  return (
    <Modal opened={shown} onClose={onClose} title={asked ? titleOf(asked) : ""} size="sm">
      {asked && <Body project={project} asked={asked} onClose={onClose} />}
    </Modal>
  );
}

function titleOf(asked: Asked): string {
  if (asked.kind === "job") return "New job";
  if (asked.kind === "folder") return "New folder";
  if (asked.kind === "rename") return `Rename the ${asked.row.kind}`;
  return asked.kind === "move" ? `Move "${asked.row.name}"` : "";
}

function Body({ project, asked, onClose }: { project: string; asked: Asked; onClose: () => void }) {
  const navigate = useNavigate();
  const { data } = useQuery(tree(project));
  const createJob = useCreateJob(project);
  const createFolder = useCreateFolder(project);
  const changeJob = useChangeJob();
  const changeFolder = useChangeFolder(project);

  if (asked.kind === "job") {
    const submit = async (name: string) => {
      const job = await createJob.mutateAsync({ name, folder: asked.parent });
      await navigate({ to: "/projects/$project/jobs/$job", params: { project, job: job.id } });
    };
    return <NameForm label="Name of the job" verb="Create the job" submit={submit} onClose={onClose} />;
  }
  if (asked.kind === "folder") {
    const submit = (name: string) => createFolder.mutateAsync({ name, parent: asked.parent });
    return <NameForm label="Name of the folder" verb="Create the folder" submit={submit} onClose={onClose} />;
  }
  const { row } = asked;
  if (asked.kind === "rename") {
    const submit = (name: string) =>
      row.kind === "job"
        ? changeJob.mutateAsync({ job: row.id, name })
        : changeFolder.mutateAsync({ id: row.id, name });
    return <NameForm label="New name" initial={row.name} verb="Rename" submit={submit} onClose={onClose} />;
  }
  const move = (folder: string | null) =>
    row.kind === "job"
      ? changeJob.mutateAsync({ job: row.id, folder })
      : changeFolder.mutateAsync({ id: row.id, parent: folder });
  return data ? <MoveForm tree={data} row={row} submit={move} onClose={onClose} /> : null;
}

/** Deleting asks first; a job that is open is left before it goes. */
function useDeletion(project: string, asked: Asked | null, onClose: () => void): void {
  const navigate = useNavigate();
  const deleteJob = useDeleteJob();
  const deleteFolder = useDeleteFolder(project);
  const open = useParams({ strict: false, select: (params) => (params as { job?: string }).job });
  const row = asked?.kind === "delete" ? asked.row : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each row that is asked about
  useEffect(() => {
    if (!row) return;
    onClose();
    void (async () => {
      const yes = await confirm({
        title: `Delete "${row.name}"?`,
        children:
          row.kind === "job"
            ? "The job leaves the tree. What its versions were and what ran stays in the history."
            : "Only an empty folder can be deleted.",
        action: `Delete the ${row.kind}`,
        danger: true,
      });
      if (!yes) return;
      try {
        if (row.kind === "folder") await deleteFolder.mutateAsync(row.id);
        else {
          await deleteJob.mutateAsync(row.id);
          if (row.id === open) await navigate({ to: "/projects/$project", params: { project } });
        }
        notifySuccess(`"${row.name}" is deleted.`);
      } catch (error) {
        notifyError(`"${row.name}" was not deleted`, error);
      }
    })();
  }, [row]);
}

/** Makes a job at the top of the tree, from anywhere in the project. */
export function NewJobButton({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen(true)}>
        New job
      </Button>
      <TreeDialogs
        project={project}
        asked={open ? { kind: "job", parent: null } : null}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
