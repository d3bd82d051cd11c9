import { ActionIcon, Button, Group, Menu, Tooltip } from "@mantine/core";
import {
  IconBookmark,
  IconChevronDown,
  IconExternalLink,
  IconPlayerPlay,
  IconPlayerStop,
} from "@tabler/icons-react";
import { useState } from "react";
import type { Instance } from "@/api/types";
import { InstanceState } from "@/features/instances/InstanceState";
import { useSavepoint, useStop } from "@/features/instances/instances";
import { mayStop, mayTakeSavepoint, moving, settled } from "@/features/instances/state";
import { useMay } from "@/features/session/session";
import { failed, told } from "@/ui/notify";
import type { JobDetail } from "../jobs";
import type { Session } from "../session";
import { StartDialog } from "./StartDialog";
import type { CurrentRun } from "./useCurrentRun";

interface Props {
  session: Session;
  project: string;
  detail: JobDetail;
  run: CurrentRun;
  editable: boolean;
}

/** Starting and stopping the test run, and its state as observed. */
export function RunButtons({ session, project, detail, run, editable }: Props) {
  const may = useMay(project)("instance.operate");
  const [starting, setStarting] = useState(false);
  const { instance } = run;
  const runs = instance !== undefined && !settled(instance);
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
      <StartDialog
        opened={starting}
        onClose={() => setStarting(false)}
        session={session}
        detail={detail}
        runs={run.all}
        editable={editable}
      />
    </Group>
  );
}

function Running({ instance, may }: { instance: Instance; may: boolean }) {
  const stop = useStop();
  const savepoint = useSavepoint();
  const busy = moving(instance) || stop.isPending;
  const end = (withSavepoint: boolean) =>
    stop.mutate(
      { id: instance.id, savepoint: withSavepoint },
      { onError: (error) => failed("The run could not be stopped", error) },
    );
  const mark = () =>
    savepoint.mutate(instance.id, {
      onSuccess: () => told("The savepoint is being written. See it under Runs."),
      onError: (error) => failed("No savepoint was taken", error),
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
          disabled={!may || !mayTakeSavepoint(instance)}
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
          disabled={!may || !mayStop(instance)}
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
              disabled={!may || !mayStop(instance)}
            >
              <IconChevronDown size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => end(true)}>Stop with a savepoint</Menu.Item>
            <Menu.Item onClick={() => end(false)}>Stop at once, without one</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </>
  );
}
