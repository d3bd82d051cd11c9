import { Modal, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { diffGraphs, isSame } from "@/canvas/model/diff";
import { readGraph } from "@/canvas/model/document";
import { StartForm, type StartRequest, useStart } from "@/features/instances";
import { type JobDetail, useSubmit, version, versions } from "@/features/jobs";
import { notifySuccess } from "@/ui/notify";
import { type EditorSession, saveBeforeSubmit } from "../editorSession";

interface Props {
  project: string;
  opened: boolean;
  onClose: () => void;
  session: EditorSession;
  detail: JobDetail;
  editable: boolean;
}

/** Starts a version, or the draft as the next version, in the test environment. */
export function TestRunDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Start a test run">
      <Form {...props} />
    </Modal>
  );
}

const DRAFT = "draft";

function Form({ project, onClose, session, detail, editable }: Props) {
  const draft = useIsDraftNewer(session, detail) && editable;
  const [chosen, setChosen] = useState<string | null>(null);
  const picked = chosen ?? (draft ? DRAFT : String(detail.last_version));
  const submit = useSubmit(detail.id);
  const { mutateAsync } = useStart();

  const submitDraft = async (): Promise<number> => {
    await saveBeforeSubmit(session);
    const { number } = await submit.mutateAsync("Test run");
    // If the start is refused, the next attempt must not make a second version of the same draft.
    setChosen(String(number));
    return number;
  };
  const start = async ({ start, parallelism }: StartRequest) => {
    const number = picked === DRAFT ? await submitDraft() : Number(picked);
    await mutateAsync({
      job: detail.id,
      version: number,
      environment: "test",
      start,
      ...(parallelism !== undefined && { settings: { parallelism } }),
    });
    notifySuccess(`Start of version ${number} requested.`);
    onClose();
  };

  return (
    <StartForm
      project={project}
      job={detail.id}
      environment="test"
      action={picked === DRAFT ? `Submit version ${detail.last_version + 1} and start` : "Start"}
      withParallelism
      disabled={picked === "0"}
      onStart={start}
      onCancel={onClose}
    >
      <VersionSelect detail={detail} draft={draft} value={picked} onChange={setChosen} />
    </StartForm>
  );
}

/** Whether what is drawn differs from the last version. */
function useIsDraftNewer(session: EditorSession, detail: JobDetail): boolean {
  const { data } = useQuery({ ...version(detail.id, detail.last_version), enabled: detail.last_version > 0 });
  if (detail.last_version === 0) return true;
  return data ? !isSame(diffGraphs(readGraph(data.graph), session.canvas.graph())) : false;
}

interface VersionSelectProps {
  detail: JobDetail;
  /** Whether the draft can be chosen. */
  draft: boolean;
  value: string;
  onChange: (value: string | null) => void;
}

function VersionSelect({ detail, draft, value, onChange }: VersionSelectProps) {
  const { data } = useQuery(versions(detail.id));
  const known = (data?.results ?? []).map(({ number, comment }) => ({
    value: String(number),
    label: comment ? `Version ${number}: ${comment.split("\n", 1)[0]}` : `Version ${number}`,
  }));
  const choices = draft
    ? [{ value: DRAFT, label: `The draft, as version ${detail.last_version + 1}` }, ...known]
    : known;
  if (choices.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        There is no version yet. Submit one first.
      </Text>
    );
  }
  return (
    <Select
      label="What to run"
      data={choices}
      value={value}
      onChange={onChange}
      allowDeselect={false}
      searchable
    />
  );
}
