import { Button, Group, Modal, Radio, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/api/session";
import type { Environment, Instance } from "@/api/types";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { formatDateTime } from "@/ui/time";
import { instancesOfJob, useRestart, useSavepointsOf, useStart } from "./instances";
import { START_OPTIONS, type StartFrom, toStart } from "./startOptions";

interface Props {
  project: string;
  opened: boolean;
  onClose: () => void;
  /** A stopped instance to start again … */
  again?: Instance;
  /** … or a version of a job to start for the first time. */
  first?: { job: string; version: number };
  onStarted?: (instance: Instance) => void;
}

/** From where to start: the end, the beginning, a time, or a savepoint. */
export function StartDialog(props: Props) {
  const { opened, onClose, again, first } = props;
  const version = again?.version ?? first?.version;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={again ? `Start "${again.job_name}" again` : `Start version ${version}`}
    >
      {opened && <StartForm {...props} />}
    </Modal>
  );
}

function StartForm({ project, onClose, again, first, onStarted }: Props) {
  const job = again?.job ?? first?.job ?? "";
  const may = useMay(project);
  const related = useQuery(instancesOfJob(project, job)).data?.results ?? [];
  const { savepoints } = useSavepointsOf(related.slice(0, 12).map((one) => one.id));
  const [environment, setEnvironment] = useState<Environment["name"]>("test");
  const [from, setFrom] = useState<StartFrom>("now");
  const [time, setTime] = useState("");
  const [savepoint, setSavepoint] = useState<string | null>(null);
  const [fault, setFault] = useState<string>();
  const start = useStart();
  const restart = useRestart();
  const error = start.error ?? restart.error;

  const send = () => {
    const chosen = toStart(from, time, savepoint ?? savepoints[0]?.id ?? null);
    if (typeof chosen === "string") return setFault(chosen);
    setFault(undefined);
    const done = {
      onSuccess: (made: Instance) => {
        onClose();
        onStarted?.(made);
      },
    };
    if (again) restart.mutate({ id: again.id, start: chosen }, done);
    else if (first) start.mutate({ ...first, environment, start: chosen }, done);
  };
  return (
    <Stack>
      {!again && may("instance.operate-production") && (
        <SegmentedControl
          aria-label="Environment"
          data={[
            { value: "test", label: "Test" },
            { value: "production", label: "Production" },
          ]}
          value={environment}
          onChange={(value) => setEnvironment(value as Environment["name"])}
        />
      )}
      <Radio.Group label="Start from" value={from} onChange={(value) => setFrom(value as StartFrom)}>
        <Stack gap="sm" mt="xs">
          {START_OPTIONS.map(({ from: one, label, about }) => (
            <Radio
              key={one}
              value={one}
              label={label}
              description={
                one === "savepoint" && savepoints.length === 0 ? "This job has no savepoint yet." : about
              }
              disabled={one === "savepoint" && savepoints.length === 0}
            />
          ))}
        </Stack>
      </Radio.Group>
      {from === "timestamp" && (
        <TextInput
          type="datetime-local"
          step={1}
          label="Time"
          description="In your own time zone."
          value={time}
          error={fault}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
      )}
      {from === "savepoint" && (
        <Select
          label="Savepoint"
          data={savepoints.map((one) => ({
            value: one.id,
            label: `${formatDateTime(new Date(one.created_at))} · version ${one.version}`,
          }))}
          value={savepoint ?? savepoints[0]?.id ?? null}
          error={fault}
          onChange={setSavepoint}
          allowDeselect={false}
        />
      )}
      {error && <ErrorAlert title="It was not started" error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button data-autofocus onClick={send} loading={start.isPending || restart.isPending}>
          Start
        </Button>
      </Group>
      <Text fz="xs" c="dimmed">
        Starting takes some seconds; the state shows how far it is.
      </Text>
    </Stack>
  );
}
