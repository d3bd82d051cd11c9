import { Button, Group, Loader, Skeleton, Stack, Text } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { formatBytes } from "@/lib/format";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { formatCount } from "../packLabels";
import type { Pack } from "../types";
import { ColumnSourceSelect } from "./ColumnSourceSelect";
import { LayoutFields } from "./LayoutFields";
import { describeLayout } from "./layoutLabels";
import { PreviewTable } from "./PreviewTable";
import css from "./Upload.module.css";
import type { UploadFormState } from "./useUploadForm";

interface Props {
  project: string;
  pack: Pack | undefined;
  form: UploadFormState;
  onChooseOther: () => void;
}

/** The file, its layout, and its first rows. */
export function FilePreview({ project, pack, form, onChooseOther }: Props) {
  const { file, found, inspecting, partial } = form;
  return (
    <Stack>
      <div className={css.file}>
        <IconFileText size={26} stroke={1.4} color="var(--p-busy)" />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text fw={600} truncate>
            {file?.name}
          </Text>
          <Text fz="xs" c="dimmed" aria-live="polite">
            {formatBytes(file?.size ?? 0)}
            {found &&
              ` · ${describeLayout(found.layout)} · ${describeRowCount(found.report.rows + found.report.bad_rows, partial)}`}
          </Text>
        </div>
        {inspecting && <Loader size="xs" aria-label="Reading the file" />}
        <Button variant="default" size="compact-sm" onClick={onChooseOther}>
          Choose another file
        </Button>
      </div>
      {form.error && <ErrorAlert title="The file could not be read" error={form.error} />}
      {!found && inspecting && <Skeleton height={220} radius="md" />}
      {found && (
        <>
          <LayoutFields layout={found.layout} overrides={form.overrides} onChange={form.setOverrides} />
          {!pack && (
            <ColumnSourceSelect
              project={project}
              table={form.table}
              columns={found.columns}
              eventTime={form.eventTime}
              onTable={form.setTable}
              onEventTime={form.setEventTime}
            />
          )}
          <div>
            <Group justify="space-between" mb={6}>
              <Text fz="sm" fw={560}>
                First rows
              </Text>
              <Text fz="xs" c="dimmed">
                {pack || form.table ? "The columns are fixed." : "You can change the types here."}
              </Text>
            </Group>
            <PreviewTable
              columns={found.columns}
              rows={found.sample}
              eventTime={form.eventTime}
              namesEditable={found.layout.format === "csv" && found.layout.header === false}
              stale={inspecting}
              onChange={pack || form.table ? undefined : form.setColumns}
            />
            {found.report.missing.length > 0 && (
              <Text fz="xs" c="var(--p-warn)" mt={6}>
                The file has no {found.report.missing.join(", ")}: NULL in every row.
              </Text>
            )}
          </div>
        </>
      )}
    </Stack>
  );
}

const describeRowCount = (rows: number, partial: boolean): string =>
  partial
    ? `the first ${formatCount(rows)} rows were checked; the upload checks all of them`
    : `${formatCount(rows)} rows`;
