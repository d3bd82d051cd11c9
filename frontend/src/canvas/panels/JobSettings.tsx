import {
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
} from "@mantine/core";
import { useState } from "react";
import type { Settings } from "@/canvas/model/document";
import { changeSettings } from "@/canvas/model/edits";
import { useCanvas, useCanvasContext } from "@/canvas/view/context";
import { type Field, FieldControl } from "@/ui/form";

interface Props {
  opened: boolean;
  onClose: () => void;
  /** The job was just made: a word of welcome instead of a plain title. */
  fresh?: boolean;
  /** The time that suits the project's tables, preselected for a new job. */
  suggested?: Settings["time"];
}

const RESTARTS = [
  { value: "exponential-delay", label: "Restart, waiting longer each time" },
  { value: "fixed-delay", label: "Restart a few times, then fail" },
  { value: "none", label: "Fail at once" },
];

/** What holds for the job as a whole. Opens by itself on a new job. */
export function JobSettings({ opened, onClose, fresh = false, suggested }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={fresh ? "How should this job run?" : "Job settings"}
      size="lg"
    >
      <Form onClose={onClose} fresh={fresh} suggested={fresh ? suggested : undefined} />
    </Modal>
  );
}

interface FormProps {
  onClose: () => void;
  fresh: boolean;
  suggested: Settings["time"] | undefined;
}

function Form({ onClose, fresh, suggested }: FormProps) {
  const { canvas } = useCanvasContext();
  const saved = useCanvas((state) => state.graph.settings);
  const readOnly = useCanvas((state) => state.readOnly);
  const [draft, setDraft] = useState<Settings>(suggested ? { ...saved, time: suggested } : saved);
  const put = (change: Partial<Settings>) => setDraft({ ...draft, ...change });
  const problems = settingsProblems(draft);
  const good = Object.keys(problems).length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!good) return;
        canvas.edit("Change the job's settings", (graph) =>
          same(draft, saved) ? graph : changeSettings(graph, draft),
        );
        onClose();
      }}
    >
      <fieldset disabled={readOnly} style={{ border: 0, padding: 0, margin: 0 }}>
        <Stack>
          <TimeChoice value={draft.time} onChange={(time) => put({ time })} />
          <SimpleGrid cols={2}>
            <Duration
              label="Checkpoint interval"
              help="How often state is saved; empty: never."
              name="checkpoint_interval_ms"
              draft={draft}
              put={put}
              error={problems.checkpoint_interval_ms}
            />
            <NumberInput
              label="Default parallelism"
              description="For every step that does not set its own."
              min={1}
              max={4096}
              allowDecimal={false}
              value={draft.parallelism}
              error={problems.parallelism}
              onChange={(value) => put({ parallelism: Number(value) })}
            />
            <Duration
              label="State time to live"
              help="Drops the state of idle keys; empty: never."
              name="state_ttl_ms"
              draft={draft}
              put={put}
              error={problems.state_ttl_ms}
            />
            <Select
              label="After a failure"
              description="What Flink does when the job fails."
              data={RESTARTS}
              value={draft.restart}
              allowDeselect={false}
              onChange={(value) => put({ restart: value as Settings["restart"] })}
            />
          </SimpleGrid>
          <MiniBatch draft={draft} put={put} error={problems.mini_batch_ms} />
          <Options draft={draft} put={put} readOnly={readOnly} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {fresh ? "Later" : "Cancel"}
            </Button>
            <Button type="submit" disabled={!good} data-autofocus>
              {fresh ? "Start drawing" : "Apply"}
            </Button>
          </Group>
        </Stack>
      </fieldset>
    </form>
  );
}

const same = (a: Settings, b: Settings): boolean => JSON.stringify(a) === JSON.stringify(b);

function settingsProblems(settings: Settings): Partial<Record<keyof Settings, string>> {
  const problems: Partial<Record<keyof Settings, string>> = {};
  const {
    checkpoint_interval_ms: checkpoint,
    parallelism,
    state_ttl_ms: ttl,
    mini_batch_ms: batch,
  } = settings;
  if (checkpoint !== null && checkpoint < 100) problems.checkpoint_interval_ms = "At least 100 ms.";
  if (!Number.isInteger(parallelism) || parallelism < 1) problems.parallelism = "At least 1.";
  if (ttl !== null && ttl < 1) problems.state_ttl_ms = "At least 1 ms.";
  if (batch !== null && (batch < 1 || batch > 3_600_000)) problems.mini_batch_ms = "Between 1 ms and 1 hour.";
  return problems;
}

function TimeChoice({
  value,
  onChange,
}: {
  value: Settings["time"];
  onChange: (time: Settings["time"]) => void;
}) {
  return (
    <div>
      <Text fz="sm" fw={500} mb={4}>
        Time
      </Text>
      <SegmentedControl
        fullWidth
        value={value}
        onChange={(time) => onChange(time as Settings["time"])}
        data={[
          { value: "event", label: "Event time" },
          { value: "processing", label: "Processing time" },
        ]}
      />
      <Text fz="xs" c="dimmed" mt={6}>
        {value === "event"
          ? "Windows and joins use the time in each record. Records may arrive out of order; late ones are dropped."
          : "Windows and joins use the machine's clock: simplest, but results depend on when records arrive."}
      </Text>
    </div>
  );
}

interface PartProps {
  draft: Settings;
  put: (change: Partial<Settings>) => void;
  error?: string | undefined;
}

function Duration({
  label,
  help,
  name,
  draft,
  put,
  error,
}: PartProps & {
  label: string;
  help: string;
  name: "checkpoint_interval_ms" | "state_ttl_ms" | "mini_batch_ms";
}) {
  const field: Field = {
    name,
    label,
    description: help,
    type: "integer",
    nullable: true,
    required: false,
    widget: "duration-ms",
    argument: undefined,
  };
  return (
    <FieldControl
      id={`settings-${name}`}
      field={field}
      value={draft[name] ?? undefined}
      onChange={(value) => put({ [name]: typeof value === "number" ? value : null })}
      error={error}
      readOnly={false}
      values={{}}
      scope={{}}
    />
  );
}

function MiniBatch({ draft, put, error }: PartProps) {
  const on = draft.mini_batch_ms !== null;
  return (
    <Group align="flex-start" gap="xl">
      <Switch
        mt={4}
        label="Mini-batches"
        description="Aggregate rows together for more throughput, a little later."
        checked={on}
        onChange={(event) => put({ mini_batch_ms: event.currentTarget.checked ? 1_000 : null })}
      />
      {on && (
        <Duration
          label="Latency"
          help="Rows wait up to this long."
          name="mini_batch_ms"
          draft={draft}
          put={put}
          error={error}
        />
      )}
    </Group>
  );
}

function Options({ draft, put, readOnly }: PartProps & { readOnly: boolean }) {
  const field: Field = {
    name: "options",
    label: "Other Flink options",
    description: "Keys of Flink's configuration, such as table.exec.sink.not-null-enforcer.",
    type: "object",
    nullable: false,
    required: false,
    widget: "key-value",
    argument: undefined,
  };
  return (
    <FieldControl
      id="settings-options"
      field={field}
      value={draft.options}
      onChange={(value) => put({ options: (value ?? {}) as Settings["options"] })}
      error={undefined}
      readOnly={readOnly}
      values={{}}
      scope={{}}
    />
  );
}
