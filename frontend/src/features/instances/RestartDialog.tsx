import { Modal } from "@mantine/core";
import type { Instance } from "@/api/types";
import { notifySuccess } from "@/ui/notify";
import { useRestart } from "./instances";
import { StartForm, type StartRequest } from "./StartForm";

interface Props {
  project: string;
  instance: Instance;
  opened: boolean;
  onClose: () => void;
}

/** Starts a stopped instance again, in its own environment. */
export function RestartDialog({ project, instance, opened, onClose }: Props) {
  const { mutateAsync } = useRestart();
  const start = async ({ start }: StartRequest) => {
    await mutateAsync({ id: instance.id, start });
    notifySuccess(`Start of version ${instance.version} requested.`);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`Start "${instance.job_name}" again`}>
      {opened && (
        <StartForm
          project={project}
          job={instance.job}
          environment={instance.environment}
          onStart={start}
          onCancel={onClose}
        />
      )}
    </Modal>
  );
}
