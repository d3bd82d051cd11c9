import { Modal } from "@mantine/core";
import { useState } from "react";
import { RecordForm } from "./RecordForm";
import { RecordProgress } from "./RecordProgress";

interface Props {
  project: string;
  opened: boolean;
  onClose: () => void;
  /** Called with the id of the recorded pack. */
  onOpen: (pack: string) => void;
}

/** The form of a recording, followed by its progress. */
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
          onRetry={() => setStarted(undefined)}
          onOpen={(pack) => {
            close();
            onOpen(pack);
          }}
        />
      )}
    </Modal>
  );
}
