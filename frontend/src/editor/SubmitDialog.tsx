import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { ApiError } from "@/api/errors";
import { nodeOf } from "@/canvas/model/document";
import { focusNode, useCheck } from "@/canvas/view/context";
import { type JobDetail, useSubmit } from "@/features/jobs";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { ProblemList } from "@/ui/ProblemList";
import { type EditorSession, saveBeforeSubmit } from "./editorSession";

interface Props {
  opened: boolean;
  onClose: () => void;
  session: EditorSession;
  detail: JobDetail;
}

/** Makes the draft a version: numbered, with a comment, never changed again. Refused while the check has errors. */
export function SubmitDialog({ opened, onClose, session, detail }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Submit version ${detail.last_version + 1}`}>
      <Form onClose={onClose} session={session} detail={detail} />
    </Modal>
  );
}

function Form({ onClose, session, detail }: Omit<Props, "opened">) {
  const [comment, setComment] = useState("");
  const submit = useSubmit(detail.id);
  const problems = useCheck((state) => state.problems).filter((problem) => problem.severity === "error");
  const refused = submit.error instanceof ApiError ? submit.error.problems : [];
  const send = async () => {
    await saveBeforeSubmit(session);
    return submit.mutateAsync(comment);
  };
  const [error, setError] = useState<unknown>(null);
  const shown = refused.length > 0 ? refused : problems;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setError(null);
        send()
          .then((version) => {
            notifySuccess(`Version ${version.number} submitted.`);
            onClose();
          })
          .catch(setError);
      }}
    >
      <Stack>
        <Textarea
          data-autofocus
          label="What is new?"
          placeholder="For those who compare versions later"
          autosize
          minRows={3}
          maxRows={10}
          maxLength={1000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
        />
        {error !== null && <ErrorAlert error={error} title="The version was not created" />}
        {shown.length > 0 && (
          <div>
            <Text fz="sm" fw={560} mb={4}>
              Fix these errors, then submit:
            </Text>
            <ProblemList
              problems={shown}
              nodeName={(id) => nodeOf(session.canvas.graph(), id)?.name ?? id}
              onPick={(problem) => {
                onClose();
                if (problem.node)
                  focusNode(session.context, {
                    node: problem.node,
                    field: problem.field ?? null,
                    line: problem.line ?? null,
                    column: problem.column ?? null,
                  });
              }}
            />
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={submit.isPending} disabled={problems.length > 0}>
            Submit
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
