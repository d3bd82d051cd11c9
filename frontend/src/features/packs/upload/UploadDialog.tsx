import { Button, Group, Modal, Progress, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { fieldErrors } from "@/api/errors";
import { formatBytes } from "@/lib/format";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifySuccess } from "@/ui/notify";
import { getRowReport } from "../packs";
import { RowErrors } from "../RowErrors";
import type { Pack } from "../types";
import { DropZone } from "./DropZone";
import { FilePreview } from "./FilePreview";
import { MAX_FILE_BYTES } from "./fileHead";
import css from "./Upload.module.css";
import { useUpload } from "./uploadApi";
import { useUploadForm } from "./useUploadForm";

/** What to upload: a new pack or a new version of one, with the file if it was dropped already. */
export interface UploadTarget {
  pack?: Pack;
  file?: File;
}

interface Props {
  project: string;
  target: UploadTarget | null;
  onClose: () => void;
  /** Called with the id of the stored pack. */
  onStored: (pack: Pack["id"]) => void;
}

export function UploadDialog({ project, target, onClose, onStored }: Props) {
  return (
    <Modal
      opened={target !== null}
      onClose={onClose}
      title={target?.pack ? `New version of "${target.pack.name}"` : "Upload a data pack"}
      size={940}
      closeOnClickOutside={false}
    >
      {target && <UploadForm project={project} target={target} onClose={onClose} onStored={onStored} />}
    </Modal>
  );
}

type FormProps = Omit<Props, "target"> & { target: UploadTarget };

/** Previews a file, uploads it, and shows its errors if it is rejected. */
function UploadForm({ project, target, onClose, onStored }: FormProps) {
  const { pack } = target;
  const form = useUploadForm(project, pack, target.file ?? null);
  const upload = useUpload(project);
  const { file, found } = form;
  const choose = (next: File | null) => {
    upload.reset();
    form.choose(next);
  };
  if (!file) return <DropZone onFile={choose} />;
  if (file.size > MAX_FILE_BYTES || file.size === 0) {
    return (
      <Stack>
        <ErrorAlert
          title={`"${file.name}" cannot be uploaded`}
          error={
            file.size === 0
              ? "It is empty."
              : `It has ${formatBytes(file.size)}; the limit is 50 MB. Reduce it to the rows that your tests need.`
          }
        />
        <DropZone onFile={choose} />
      </Stack>
    );
  }
  const errors = fieldErrors(upload.error);
  // The errors belong to the settings that were sent: with others the file may be accepted.
  const { variables } = upload;
  const unchanged =
    variables?.overrides === form.overrides && (pack || variables.newPack?.columns === found?.columns);
  const rejected = unchanged ? getRowReport(upload.error) : null;
  const invalid = found !== undefined && found.report.fault_count > 0;
  const send = () => {
    // The previewed columns are sent along, so that the upload reads the file in the same way.
    const newPack = {
      columns: found?.columns ?? [],
      name: form.name.trim(),
      description: form.note,
      event_time: form.eventTime,
    };
    const destination = pack ? { newVersion: { pack, comment: form.note } } : { newPack };
    upload.mutate(
      { file, overrides: form.overrides, ...destination },
      {
        onSuccess: (id) => {
          notifySuccess(
            pack
              ? `${file.name} was stored as a new version of "${pack.name}".`
              : `"${form.name.trim()}" was stored.`,
          );
          onStored(id);
        },
      },
    );
  };
  if (upload.isPending)
    return <UploadProgress file={file} progress={upload.progress} onCancel={upload.cancel} />;
  return (
    <Stack>
      <FilePreview project={project} pack={pack} form={form} onChooseOther={() => choose(null)} />
      {rejected && <RowErrors report={rejected} />}
      {!rejected && invalid && (
        <RowErrors report={found.report} stored="Nothing is stored until they are fixed." />
      )}
      {!getRowReport(upload.error) && upload.isError && (
        <ErrorAlert title="Not stored" error={upload.error} />
      )}
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
          label={pack ? "What changed" : "Description"}
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
          disabled={!found || invalid || rejected !== null || form.inspecting || (!pack && !form.name.trim())}
        >
          {pack ? "Store the new version" : "Store the pack"}
        </Button>
      </Group>
    </Stack>
  );
}

interface UploadProgressProps {
  file: File;
  progress: number;
  onCancel: () => void;
}

/** Progress of the upload, then of the check on the server. */
export function UploadProgress({ file, progress, onCancel }: UploadProgressProps) {
  const sent = progress >= 1;
  return (
    <Stack py="lg" gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{sent ? "Checking all values" : `Uploading ${file.name}`}</Text>
        <Text fz="sm" c="dimmed" className="p-figure" aria-live="polite">
          {sent ? formatBytes(file.size) : `${Math.round(progress * 100)} % of ${formatBytes(file.size)}`}
        </Text>
      </Group>
      <Progress
        value={progress * 100}
        animated={sent}
        striped={sent}
        size="lg"
        radius="sm"
        aria-label="Upload"
        transitionDuration={150}
      />
      <Group justify="flex-end" mt="xs">
        <Button variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
