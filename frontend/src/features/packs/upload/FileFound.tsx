import { Button, Group, Loader, Skeleton, Stack, Text } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { Failure } from "@/ui/Failure";
import { bytes } from "@/ui/figures";
import { figure } from "../facts";
import type { Pack } from "../types";
import { ColumnsChoice } from "./ColumnsChoice";
import { FoundRows } from "./FoundRows";
import { LayoutFields } from "./LayoutFields";
import css from "./Upload.module.css";
import type { UploadFormState } from "./useUploadForm";
import { written } from "./words";

interface Props {
  project: string;
  pack: Pack | undefined;
  form: UploadFormState;
  onOther: () => void;
}

/** The file, how it is written, and its first rows under their columns. */
export function FileFound({ project, pack, form, onOther }: Props) {
  const { file, found, looking, partial } = form;
  return (
    <Stack>
      <div className={css.file}>
        <IconFileText size={26} stroke={1.4} color="var(--p-busy)" />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text fw={600} truncate>
            {file?.name}
          </Text>
          <Text fz="xs" c="dimmed" aria-live="polite">
            {bytes(file?.size ?? 0)}
            {found &&
              ` · ${written(found.layout)} · ${rowsSeen(found.report.rows + found.report.bad_rows, partial)}`}
          </Text>
        </div>
        {looking && <Loader size="xs" aria-label="Looking at the file" />}
        <Button variant="default" size="compact-sm" onClick={onOther}>
          Another file
        </Button>
      </div>
      {form.error && <Failure title="The file could not be looked at" error={form.error} />}
      {!found && looking && <Skeleton height={220} radius="md" />}
      {found && (
        <>
          <LayoutFields layout={found.layout} told={form.told} onTell={form.tell} />
          {!pack && (
            <ColumnsChoice
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
                {pack || form.table
                  ? "The columns are given."
                  : "A type that does not fit can be changed here."}
              </Text>
            </Group>
            <FoundRows
              columns={found.columns}
              rows={found.sample}
              eventTime={form.eventTime}
              namesFree={found.layout.format === "csv" && found.layout.header === false}
              stale={looking}
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

const rowsSeen = (rows: number, partial: boolean): string =>
  partial
    ? `the first ${figure(rows)} rows were looked at; storing checks all of them`
    : `${figure(rows)} rows`;
