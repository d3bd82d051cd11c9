import { Button, Group, Menu, Modal } from "@mantine/core";
import {
  IconBookmark,
  IconChevronDown,
  IconExternalLink,
  IconPlayerPlay,
  IconPlayerStop,
} from "@tabler/icons-react";
import { useState } from "react";
import { useMay } from "@/api/session";
import type { Instance } from "@/api/types";
import { confirm } from "@/ui/confirm";
import { notifyError, notifySuccess } from "@/ui/notify";
import { useRestart, useSavepoint, useStop } from "./instances";
import { StartForm, type StartRequest } from "./StartForm";
import { canStart, canStop, canTakeSavepoint } from "./state";

/** Start, stop, savepoint: each states a wish; the page shows what becomes of it. */
export function InstanceActions({ project, instance }: { project: string; instance: Instance }) {
  const may = useMay(project);
  const allowed = may(
    instance.environment === "production" ? "instance.operate-production" : "instance.operate",
  );
  const [starting, setStarting] = useState(false);
  const savepoint = useSavepoint();
  const busy = instance.operation !== null;
  const take = () =>
    savepoint.mutate(instance.id, {
      onSuccess: () => notifySuccess("Savepoint requested. It is listed under Savepoints."),
      onError: (error) => notifyError("No savepoint was taken", error),
    });
  return (
    <>
      {instance.ui_url && <FlinkLink url={instance.ui_url} />}
      {allowed && canTakeSavepoint(instance) && (
        <Button
          variant="default"
          leftSection={<IconBookmark size={16} />}
          disabled={busy}
          loading={savepoint.isPending}
          onClick={take}
        >
          Take a savepoint
        </Button>
      )}
      {allowed && canStop(instance) && <StopMenu instance={instance} />}
      {allowed && canStart(instance) && (
        <Button leftSection={<IconPlayerPlay size={16} />} disabled={busy} onClick={() => setStarting(true)}>
          Start again
        </Button>
      )}
      <RestartDialog
        project={project}
        instance={instance}
        opened={starting}
        onClose={() => setStarting(false)}
      />
    </>
  );
}

function StopMenu({ instance }: { instance: Instance }) {
  const stop = useStop();
  const ask = async (savepoint: boolean) => {
    const yes = await confirm({
      title: savepoint
        ? `Stop "${instance.job_name}" with a savepoint?`
        : `Stop "${instance.job_name}" without a savepoint?`,
      children: savepoint
        ? "Its state is saved first; it can start again from there."
        : "Its state (open windows, counters, offsets) is lost. It can start again from an older savepoint, or without state.",
      action: savepoint ? "Stop with a savepoint" : "Stop and lose the state",
      danger: !savepoint,
    });
    if (!yes) return;
    stop.mutate(
      { id: instance.id, savepoint },
      { onError: (error) => notifyError(`"${instance.job_name}" was not stopped`, error) },
    );
  };
  return (
    <Menu>
      <Menu.Target>
        <Button
          color="coral"
          variant="light"
          leftSection={<IconPlayerStop size={16} />}
          rightSection={<IconChevronDown size={14} />}
          loading={stop.isPending}
        >
          Stop
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconBookmark size={15} />}
          disabled={!canTakeSavepoint(instance)}
          onClick={() => void ask(true)}
        >
          Stop with a savepoint
        </Menu.Item>
        <Menu.Item color="coral" leftSection={<IconPlayerStop size={15} />} onClick={() => void ask(false)}>
          Stop without a savepoint
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Leads to an instance in Flink's own pages. */
export function FlinkLink({ url }: { url: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      onClick={(event) => event.stopPropagation()}
      style={{ color: "var(--p-busy)", textDecoration: "none", fontSize: 13, whiteSpace: "nowrap" }}
    >
      <Group gap={4} wrap="nowrap" component="span">
        Flink UI
        <IconExternalLink size={14} />
      </Group>
    </a>
  );
}

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
