import { ActionIcon, CopyButton, Group, Skeleton, Table, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Instance, Savepoint } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Status, type Tone } from "@/ui/Status";
import { RelativeTime } from "@/ui/time";
import css from "./Instance.module.css";
import { savepoints } from "./instances";

const TONES: Record<Savepoint["state"], Tone> = { pending: "busy", completed: "done", failed: "bad" };
const KINDS: Record<Savepoint["kind"], string> = {
  savepoint: "Savepoint",
  stop: "At a stop",
  checkpoint: "Retained checkpoint",
};

export function Savepoints({ instance }: { instance: Instance }) {
  const { data, error, isPending, refetch } = useQuery(savepoints(instance.id));
  if (error) return <ErrorAlert title="The savepoints could not be loaded" error={error} retry={refetch} />;
  if (isPending) return <Skeleton height={120} radius="md" />;
  if (data.results.length === 0) {
    return (
      <EmptyState picture="source" title="No savepoints yet" compact>
        A savepoint holds the whole state of the job. Take one before a change, or stop with one, to continue
        from there.
      </EmptyState>
    );
  }
  return (
    <div className="p-table">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140}>State</Table.Th>
            <Table.Th>Kind</Table.Th>
            <Table.Th>Taken</Table.Th>
            <Table.Th>By</Table.Th>
            <Table.Th>Location</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.results.map((one) => (
            <Row key={one.id} savepoint={one} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Row({ savepoint }: { savepoint: Savepoint }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Status tone={TONES[savepoint.state]}>{savepoint.state}</Status>
      </Table.Td>
      <Table.Td>{KINDS[savepoint.kind]}</Table.Td>
      <Table.Td>
        <RelativeTime at={savepoint.created_at} />
      </Table.Td>
      <Table.Td>{savepoint.created_by}</Table.Td>
      <Table.Td>
        {savepoint.location ? (
          <Group gap={4} wrap="nowrap">
            <span className={css.mono}>{savepoint.location}</span>
            <Copy text={savepoint.location} />
          </Group>
        ) : (
          savepoint.error
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Copy({ text }: { text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : "Copy the location"}>
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label="Copy the location">
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
