import { Button } from "@mantine/core";
import { IconDownload, IconPencil, IconTableDashed, IconTrash, IconUpload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMay } from "@/api/session";
import { ActionsMenu } from "@/ui/ActionsMenu";
import { confirm } from "@/ui/confirm";
import { notifyError, notifySuccess } from "@/ui/notify";
import { MAX_ROWS } from "./grid/model";
import { packDownloadUrl, useDeletePack } from "./packs";
import type { Pack, PackVersion } from "./types";

interface Props {
  project: string;
  pack: Pack;
  shown: PackVersion | null;
  onUpload: () => void;
  onRename: () => void;
  onDeleted: () => void;
}

export function PackActions({ project, pack, shown, onUpload, onRename, onDeleted }: Props) {
  const may = useMay(project);
  const remove = useDeletePack();
  const small = pack.version !== null && pack.version.rows <= MAX_ROWS;
  const confirmAndDelete = async () => {
    const yes = await confirm({
      title: `Delete "${pack.name}"?`,
      children:
        "All its versions are deleted. Submitted versions of jobs keep the rows that their tests need.",
      action: "Delete the pack",
      danger: true,
    });
    if (!yes) return;
    remove.mutate(pack.id, {
      onSuccess: () => {
        notifySuccess(`"${pack.name}" is deleted.`);
        onDeleted();
      },
      // A pack in use is not deleted: the message names the tests.
      onError: (error) => notifyError(`"${pack.name}" was not deleted`, error),
    });
  };
  return (
    <>
      {shown && may("data.preview") && (
        <Button
          component="a"
          href={packDownloadUrl(pack.id, shown.number)}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          Download
        </Button>
      )}
      {may("pack.edit") && (
        <>
          <Button variant="default" leftSection={<IconUpload size={16} />} onClick={onUpload}>
            New version
          </Button>
          {small && may("data.preview") && (
            <Button
              leftSection={<IconTableDashed size={16} />}
              renderRoot={(props) => (
                <Link
                  to="/projects/$project/packs/$pack/edit"
                  params={{ project, pack: pack.id }}
                  {...props}
                />
              )}
            >
              Edit the rows
            </Button>
          )}
          <ActionsMenu
            label={`Actions of ${pack.name}`}
            variant="default"
            size={36}
            actions={[
              { label: "Rename", Icon: IconPencil, run: onRename },
              { label: "Delete", Icon: IconTrash, danger: true, run: () => void confirmAndDelete() },
            ]}
          />
        </>
      )}
    </>
  );
}
