import { Modal } from "@mantine/core";
import type { Graph } from "@/canvas/model/document";
import type { Catalogue } from "@/canvas/model/operators";
import { DiffView } from "@/canvas/panels/DiffView";

interface Props {
  opened: boolean;
  onClose: () => void;
  from: Graph;
  to: Graph;
  names: { from: string; to: string };
  catalogue: Catalogue;
}

/** A comparison over the page, for graphs that have no address of their own. */
export function CompareDialog({ opened, onClose, ...compared }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`${compared.names.from} → ${compared.names.to}`}
      size="94vw"
      transitionProps={{ duration: 0 }}
      styles={{ body: { height: "80vh", padding: 0 } }}
    >
      <DiffView {...compared} />
    </Modal>
  );
}
