import { Button, Group, NumberInput, Radio, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Environment, Start } from "@/api/types";
import { environments } from "@/features/environments";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { formatDateTime } from "@/ui/time";
import { instancesOfJob, useCompletedSavepoints } from "./instances";

/** Savepoints of so many instances, the newest, are offered. */
const INSTANCES_READ = 12;

export interface StartRequest {
  readonly start: Start;
  /** Undefined: the version's own. */
  readonly parallelism: number | undefined;
}

interface Props {
  project: string;
  job: string;
  environment: Environment["name"];
  /** The words of the button. */
  action?: string;
  /** Whether the parallelism can be chosen: an instance that starts again keeps its own. */
  withParallelism?: boolean;
  /** Something above the form is still missing. */
  disabled?: boolean;
  /** Resolves when the start was requested; a rejection is shown. */
  onStart: (request: StartRequest) => Promise<void>;
  onCancel: () => void;
  /** What to choose before where to start from. */
  children?: ReactNode;
}

/** Where a run starts from: the version's own setting, an end of the topics, a time, or a savepoint. */
export function StartForm({ project, job, environment, onStart, onCancel, children, ...options }: Props) {
  const related = useQuery(instancesOfJob(project, job)).data?.results ?? [];
  const { savepoints } = useCompletedSavepoints(related.slice(0, INSTANCES_READ).map((one) => one.id));
  const known = useQuery(environments(project)).data?.results;
  const blocked = known && explainBlockedStart(environment, known);
  const [from, setFrom] = useState<StartFrom>("now");
  const [time, setTime] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [parallelism, setParallelism] = useState<number | string>("");
  const [invalid, setInvalid] = useState<string>();
  const [error, setError] = useState<unknown>(null);
  const [pending, setPending] = useState(false);
  const savepoint = chosen ?? savepoints[0]?.id ?? null;

  const submit = async () => {
    const start = toStart(from, time, savepoint);
    if (typeof start === "string") return setInvalid(start);
    setInvalid(undefined);
    setError(null);
    setPending(true);
    try {
      await onStart({ start, parallelism: parallelism === "" ? undefined : Number(parallelism) });
    } catch (problem) {
      setError(problem);
    } finally {
      setPending(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack>
        {children}
        <Radio.Group label="Start from" value={from} onChange={(value) => setFrom(value as StartFrom)}>
          <Stack gap="sm" mt="xs">
            {START_OPTIONS.map(({ from: one, label, about }) => {
              const missing = one === "savepoint" && savepoints.length === 0;
              return (
                <Radio
                  key={one}
                  value={one}
                  label={label}
                  description={missing ? "This job has no savepoint yet." : about}
                  disabled={missing}
                />
              );
            })}
          </Stack>
        </Radio.Group>
        {from === "timestamp" && (
          <TextInput
            type="datetime-local"
            step={1}
            label="Time"
            description="In your own time zone."
            value={time}
            error={invalid}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        )}
        {from === "savepoint" && (
          <Select
            label="Savepoint"
            data={savepoints.map(({ id, created_at, version }) => ({
              value: id,
              label: `${formatDateTime(new Date(created_at))}, version ${version}`,
            }))}
            value={savepoint}
            error={invalid}
            onChange={setChosen}
            allowDeselect={false}
          />
        )}
        {options.withParallelism && (
          <NumberInput
            label="Parallelism"
            description="Of this run only; leave it empty for the version's own."
            min={1}
            max={4096}
            allowDecimal={false}
            value={parallelism}
            onChange={setParallelism}
            w={240}
          />
        )}
        {error !== null && <ErrorAlert error={error} title="The run was not started" />}
        <Text fz="xs" c="dimmed">
          {blocked ?? `It runs in the ${environment} environment. Starting takes some seconds.`}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            data-autofocus
            disabled={options.disabled || Boolean(blocked)}
            loading={pending}
          >
            {options.action ?? "Start"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export type StartFrom = Start["from"];

export const START_OPTIONS: readonly { from: StartFrom; label: string; about: string }[] = [
  { from: "now", label: "As the job says", about: "Each source starts where its own setting says." },
  { from: "earliest", label: "The beginning", about: "Everything that the topics still hold is read first." },
  { from: "latest", label: "The end", about: "Only records that arrive from now on." },
  { from: "timestamp", label: "A time", about: "Records from that time on, by their Kafka timestamps." },
  {
    from: "savepoint",
    label: "A savepoint",
    about: "Continues from saved state: nothing is lost or counted twice.",
  },
];

/** The start as the API takes it, or the sentence that says what is missing. */
export function toStart(from: StartFrom, time: string, savepoint: string | null): Start | string {
  if (from === "timestamp") {
    const at = Date.parse(time);
    return Number.isNaN(at) ? "Choose a date and a time." : { from, timestamp_ms: at };
  }
  if (from === "savepoint") return savepoint ? { from, savepoint } : "Choose a savepoint.";
  return { from };
}

/** Why nothing can be started in an environment, as a sentence; undefined when it can. */
export function explainBlockedStart(
  name: Environment["name"],
  environments: readonly Pick<Environment, "name" | "url">[],
): string | undefined {
  const { url } = environments.find((one) => one.name === name) ?? {};
  return url ? undefined : `The ${name} environment has no Flink cluster yet: nothing can be started in it.`;
}
