import { ActionIcon, Button, Group, Menu, Tooltip } from "@mantine/core";
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
import {
  canStop,
  canTakeSavepoint,
  InstanceState,
  isTerminal,
  isTransitioning,
  useSavepoint,
  useStop,
} from "@/features/instances";
import type { JobDetail } from "@/features/jobs";
import { notifyError, notifySuccess } from "@/ui/notify";
import type { EditorSession } from "../editorSession";
import { TestRunDialog } from "./TestRunDialog";
import type { CurrentInstance } from "./useCurrentInstance";

interface Props {
  session: EditorSession;
  project: string;
  detail: JobDetail;
  run: CurrentInstance;
  editable: boolean;
}

/** Starting and stopping the test run, and its state as observed. */
export function InstanceControls({ session, project, detail, run, editable }: Props) {
  const may = useMay(project)("instance.operate");
  const [starting, setStarting] = useState(false);
  const { instance } = run;
  const runs = instance !== undefined && !isTerminal(instance);
  return (
    <Group gap={8} wrap="nowrap">
      {runs && <InstanceState instance={instance} />}
      {runs ? (
        <Running instance={instance} may={may} />
      ) : (
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={15} />}
          disabled={!may}
          onClick={() => setStarting(true)}
        >
          Test run
        </Button>
      )}
      <TestRunDialog
        opened={starting}
        onClose={() => setStarting(false)}
        project={project}
        session={session}
        detail={detail}
        editable={editable}
      />
    </Group>
  );
}

function Running({ instance, may }: { instance: Instance; may: boolean }) {
  const stop = useStop();
  const savepoint = useSavepoint();
  const busy = isTransitioning(instance) || stop.isPending;
  const end = (withSavepoint: boolean) =>
    stop.mutate(
      { id: instance.id, savepoint: withSavepoint },
      { onError: (error) => notifyError("The run could not be stopped", error) },
    );
  const mark = () =>
    savepoint.mutate(instance.id, {
      onSuccess: () => notifySuccess("Savepoint requested. It is listed under Runs."),
      onError: (error) => notifyError("No savepoint was taken", error),
    });
  return (
    <>
      {instance.ui_url && (
        <Tooltip label="Open in Flink's own interface">
          <ActionIcon
            component="a"
            href={instance.ui_url}
            target="_blank"
            rel="noreferrer"
            variant="subtle"
            color="gray"
            aria-label="Open in Flink's own interface"
          >
            <IconExternalLink size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label="Take a savepoint">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Take a savepoint"
          disabled={!may || !canTakeSavepoint(instance)}
          loading={savepoint.isPending}
          onClick={mark}
        >
          <IconBookmark size={17} />
        </ActionIcon>
      </Tooltip>
      <Button.Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerStop size={15} />}
          disabled={!may || !canStop(instance)}
          loading={busy && stop.isPending}
          onClick={() => end(true)}
        >
          Stop
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="default"
              px={4}
              aria-label="Ways to stop"
              disabled={!may || !canStop(instance)}
            >
              <IconChevronDown size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => end(true)}>Stop with a savepoint</Menu.Item>
            <Menu.Item onClick={() => end(false)}>Stop at once, without a savepoint</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </>
  );
}
