import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { fieldErrors } from "@/api/errors";
import { Failure } from "@/ui/Failure";
import { bytes } from "@/ui/figures";
import { told } from "@/ui/notify";
import { Faults } from "../Faults";
import { reportOf } from "../refusal";
import type { Pack } from "../types";
import { useSending } from "./asking";
import { DropZone } from "./DropZone";
import { FileFound } from "./FileFound";
import { MAX_BYTES } from "./head";
import { Progressing } from "./Progressing";
import css from "./Upload.module.css";
import type { UploadTarget } from "./UploadDialog";
import { useUploadForm } from "./useUploadForm";

interface Props {
  project: string;
  target: UploadTarget;
  onClose: () => void;
  onStored: (pack: Pack["id"]) => void;
}

/** First what is found in the file, then the upload, and then the pack or every fault. */
export function UploadForm({ project, target, onClose, onStored }: Props) {
  const { pack } = target;
  const form = useUploadForm(project, pack, target.file ?? null);
  const sending = useSending(project);
  const { file, found } = form;
  const choose = (next: File | null) => {
    sending.reset();
    form.choose(next);
  };
  if (!file) return <DropZone onFile={choose} />;
  if (file.size > MAX_BYTES || file.size === 0) {
    return (
      <Stack>
        <Failure
          title={`"${file.name}" cannot be taken`}
          error={
            file.size === 0
              ? "It is empty."
              : `It has ${bytes(file.size)}; a pack takes 50 MB. Cut it down to the rows that your tests need.`
          }
        />
        <DropZone onFile={choose} />
      </Stack>
    );
  }
  const errors = fieldErrors(sending.error);
  // A refusal is of what was sent: told otherwise, the file may well be taken.
  const { variables } = sending;
  const same = variables?.told === form.told && (pack || variables.made?.columns === found?.columns);
  const refused = same ? reportOf(sending.error) : null;
  const faulty = found !== undefined && found.report.fault_count > 0;
  const send = () => {
    // What was found is what was looked at, so that the upload reads the file the same way.
    const made = {
      columns: found?.columns ?? [],
      name: form.name.trim(),
      description: form.note,
      event_time: form.eventTime,
    };
    const what = pack ? { of: { pack, comment: form.note } } : { made };
    sending.mutate(
      { file, told: form.told, ...what },
      {
        onSuccess: (id) => {
          told(pack ? `"${pack.name}" has the rows of ${file.name}.` : `"${form.name.trim()}" is stored.`);
          onStored(id);
        },
      },
    );
  };
  if (sending.isPending) return <Progressing file={file} share={sending.share} onCancel={sending.cancel} />;
  return (
    <Stack>
      <FileFound project={project} pack={pack} form={form} onOther={() => choose(null)} />
      {refused && <Faults report={refused} />}
      {!refused && faulty && <Faults report={found.report} stored="Nothing is stored while there are any." />}
      {!reportOf(sending.error) && sending.isError && <Failure title="Not stored" error={sending.error} />}
      <Group grow align="flex-start">
        {!pack && (
          <TextInput
            label="Name of the pack"
            required
            maxLength={100}
            value={form.name}
            error={errors.name}
            onChange={(event) => form.setName(event.currentTarget.value)}
          />
        )}
        <Textarea
          label={pack ? "What is new" : "Description"}
          autosize
          minRows={1}
          maxLength={1000}
          value={form.note}
          onChange={(event) => form.setNote(event.currentTarget.value)}
        />
      </Group>
      <Group justify="flex-end" gap="xs" className={css.foot}>
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button
          onClick={send}
          disabled={!found || faulty || refused !== null || form.looking || (!pack && !form.name.trim())}
        >
          {pack ? "Store the new version" : "Store the pack"}
        </Button>
      </Group>
    </Stack>
  );
}
