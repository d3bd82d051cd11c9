import { Modal } from "@mantine/core";
import type { Pack } from "../types";
import { UploadForm } from "./UploadForm";

/** What is uploaded: a new pack, or a new version of one; perhaps with a file that was dropped already. */
export interface UploadTarget {
  pack?: Pack;
  file?: File;
}

interface Props {
  project: string;
  target: UploadTarget | null;
  onClose: () => void;
  /** The pack that has the rows now. */
  onStored: (pack: Pack["id"]) => void;
}

export function UploadDialog({ project, target, onClose, onStored }: Props) {
  return (
    <Modal
      opened={target !== null}
      onClose={onClose}
      title={target?.pack ? `New version of "${target.pack.name}"` : "Upload a data pack"}
      size={940}
      closeOnClickOutside={false}
    >
      {target && <UploadForm project={project} target={target} onClose={onClose} onStored={onStored} />}
    </Modal>
  );
}
