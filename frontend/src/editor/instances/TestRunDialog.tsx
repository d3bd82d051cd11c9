import { Button, Group, Modal, NumberInput, Radio, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Instance, Start } from "@/api/types";
import { diffGraphs, isSame } from "@/canvas/model/diff";
import { readGraph } from "@/canvas/model/document";
import { savepoints, useStart } from "@/features/instances";
import { type JobDetail, useSubmit, version, versions } from "@/features/jobs";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { formatDateTime } from "@/ui/time";
import type { EditorSession } from "../editorSession";

interface Props {
  opened: boolean;
  onClose: () => void;
  session: EditorSession;
  detail: JobDetail;
  runs: readonly Instance[];
  editable: boolean;
}

/** Starts a version in the test environment: from now, from the beginning, from a time, or from a savepoint. */
export function TestRunDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Start a test run">
      <Form {...props} />
    </Modal>
  );
}

type From = Start["from"];

function Form({ onClose, session, detail, runs, editable }: Props) {
  const draft = useDraftIsNewer(session, detail);
  const [chosen, setChosen] = useState<string | null>(null);
  const picked = chosen ?? (editable && draft.newer ? "draft" : String(detail.last_version));
  const [from, setFrom] = useState<From>("now");
  const [time, setTime] = useState("");
  const [savepoint, setSavepoint] = useState<string | null>(null);
  const [parallelism, setParallelism] = useState<number | string>("");
  const submit = useSubmit(detail.id);
  const start = useStart();
  const [error, setError] = useState<unknown>(null);
  const points = useSavepoints(runs);
  const ready = picked !== "0" && (from !== "savepoint" || savepoint) && (from !== "timestamp" || time);

  const go = async () => {
    let number = Number(picked);
    if (picked === "draft") {
      await session.autosave.flush();
      const state = session.autosave.state.getState();
      if (state.phase !== "saved")
        throw new Error(`The draft is not saved: ${state.reason ?? "try again in a moment."}`);
      number = (await submit.mutateAsync("Test run")).number;
      // Should the start be refused, the next try must not make a second version of the same.
      setChosen(String(number));
    }
    await start.mutateAsync({
      job: detail.id,
      version: number,
      environment: "test",
      start: startOf(from, time, savepoint),
      ...(parallelism === "" ? {} : { settings: { parallelism: Number(parallelism) } }),
    });
    notifySuccess(`Version ${number} starts in the test environment.`);
    onClose();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setError(null);
        go().catch(setError);
      }}
    >
      <Stack>
        <VersionSelect detail={detail} draft={editable && draft.newer} value={picked} onChange={setChosen} />
        <Radio.Group label="Sources begin" value={from} onChange={(value) => setFrom(value as From)}>
          <Stack gap={6} mt={6}>
            <Radio value="now" label="where each source says" />
            <Radio value="earliest" label="at the earliest record" />
            <Radio value="latest" label="at records that come from now on" />
            <Radio value="timestamp" label="at a time" />
            {from === "timestamp" && (
              <TextInput
                type="datetime-local"
                aria-label="Time"
                ml={28}
                value={time}
                onChange={(event) => setTime(event.currentTarget.value)}
              />
            )}
            <Radio value="savepoint" label="where a savepoint left off" disabled={points.length === 0} />
            {from === "savepoint" && (
              <Select
                aria-label="Savepoint"
                ml={28}
                data={points}
                value={savepoint}
                onChange={setSavepoint}
                placeholder="Choose a savepoint"
              />
            )}
          </Stack>
        </Radio.Group>
        <NumberInput
          label="Parallelism"
          description="Of this run only; the version's own when empty."
          min={1}
          max={4096}
          allowDecimal={false}
          value={parallelism}
          onChange={setParallelism}
          w={200}
        />
        {error !== null && <ErrorAlert error={error} title="The run was not started" />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready} loading={submit.isPending || start.isPending}>
            {picked === "draft" ? `Submit version ${detail.last_version + 1} and start` : "Start"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function startOf(from: From, time: string, savepoint: string | null): Start {
  if (from === "timestamp") return { from, timestamp_ms: new Date(time).getTime() };
  if (from === "savepoint") return { from, savepoint: savepoint ?? "" };
  return { from };
}

/** Whether what is drawn differs from the last version. */
function useDraftIsNewer(session: EditorSession, detail: JobDetail): { newer: boolean } {
  const { data } = useQuery({ ...version(detail.id, detail.last_version), enabled: detail.last_version > 0 });
  if (detail.last_version === 0) return { newer: true };
  return { newer: data ? !isSame(diffGraphs(readGraph(data.graph), session.canvas.graph())) : false };
}

function VersionSelect({
  detail,
  draft,
  value,
  onChange,
}: {
  detail: JobDetail;
  draft: boolean;
  value: string;
  onChange: (value: string | null) => void;
}) {
  const { data } = useQuery(versions(detail.id));
  const known = (data?.results ?? []).map(({ number, comment }) => ({
    value: String(number),
    label: comment ? `Version ${number}: ${comment.split("\n", 1)[0]}` : `Version ${number}`,
  }));
  const offered = draft
    ? [{ value: "draft", label: `The draft, as version ${detail.last_version + 1}` }, ...known]
    : known;
  if (offered.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        There is no version yet. Submit one first.
      </Text>
    );
  }
  return (
    <Select
      label="What to run"
      data={offered}
      value={value}
      onChange={onChange}
      allowDeselect={false}
      searchable
    />
  );
}

/** Completed savepoints of the job's runs, newest first. */
function useSavepoints(runs: readonly Instance[]): { value: string; label: string }[] {
  const answers = useQueries({ queries: runs.slice(0, 10).map((run) => savepoints(run.id)) });
  return answers
    .flatMap((answer, at) => (answer.data?.results ?? []).map((point) => ({ point, run: runs[at] })))
    .filter(({ point }) => point.state === "completed")
    .sort((a, b) => b.point.created_at.localeCompare(a.point.created_at))
    .map(({ point, run }) => ({
      value: point.id,
      label: `${formatDateTime(new Date(point.created_at))}, version ${run?.version} in ${run?.environment}`,
    }));
}
