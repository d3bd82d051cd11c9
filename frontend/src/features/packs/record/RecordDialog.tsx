import { Modal } from "@mantine/core";
import { useState } from "react";
import { RecordForm } from "./RecordForm";
import { RecordProgress } from "./RecordProgress";

interface Props {
  project: string;
  opened: boolean;
  onClose: () => void;
  /** Ends at the pack. */
  onOpen: (pack: string) => void;
}

/** What to record, and then how it goes. */
export function RecordDialog({ project, opened, onClose, onOpen }: Props) {
  const [started, setStarted] = useState<string>();
  const close = () => {
    setStarted(undefined);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={started ? "Recording" : "Record a topic"}
      size={started ? 560 : 880}
      closeOnClickOutside={false}
    >
      {opened && !started && <RecordForm project={project} onClose={close} onStarted={setStarted} />}
      {opened && started && (
        <RecordProgress
          key={started}
          id={started}
          onClose={close}
          onAgain={() => setStarted(undefined)}
          onOpen={(pack) => {
            close();
            onOpen(pack);
          }}
        />
      )}
    </Modal>
  );
}
