import { Button, Checkbox, Group, Skeleton, Table, Text } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/api/session";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page } from "@/ui/Page";
import { RelativeTime } from "@/ui/time";
import { ConflictCopies } from "../ConflictCopies";
import { job, type Version, versions } from "../jobs";
import { BackToCanvas, useRestoreVersion } from "../VersionActions";

/** All versions of a job: open one, restore one, compare any two. */
export function VersionsPage() {
  const { project, job: id } = useParams({ from: "/in/projects/$project/jobs/$job/versions" });
  const detail = useQuery(job(id));
  const list = useQuery(versions(id));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const navigate = useNavigate();
  const toggle = (point: string) =>
    setChosen((before) =>
      before.includes(point) ? before.filter((other) => other !== point) : [...before, point].slice(-2),
    );
  const compare = () => {
    const [from, to] = [...chosen].sort(byAge);
    void navigate({
      to: "/projects/$project/jobs/$job/diff",
      params: { project, job: id },
      search: { from, to },
    });
  };
  const error = list.error ?? detail.error;
  return (
    <Page>
      <Group justify="space-between" mb="md">
        <Group gap="sm">
          <BackToCanvas project={project} job={id} />
          <Text component="h1" fz={22} fw={640} m={0}>
            Versions of {detail.data?.name ?? "…"}
          </Text>
        </Group>
        <Button leftSection={<IconGitCompare size={16} />} disabled={chosen.length !== 2} onClick={compare}>
          Compare the two chosen
        </Button>
      </Group>
      {error && (
        <ErrorAlert
          error={error}
          title="The versions could not be loaded"
          retry={() => void list.refetch()}
        />
      )}
      {list.isPending && !error && <Skeleton height={160} />}
      {list.data?.results.length === 0 && (
        <EmptyState picture="pipeline" title="No version yet">
          A version is the draft at one moment, numbered and never changed again. Submit one on the job's
          page.
        </EmptyState>
      )}
      {list.data && list.data.results.length > 0 && (
        <Rows project={project} job={id} versions={list.data.results} chosen={chosen} toggle={toggle} />
      )}
      <ConflictCopies project={project} job={id} />
    </Page>
  );
}

/** Versions by number, the draft after all of them. */
function byAge(a: string, b: string): number {
  const age = (point: string): number => (point === "draft" ? Number.POSITIVE_INFINITY : Number(point));
  return age(a) - age(b);
}

interface RowsProps {
  project: string;
  job: string;
  versions: readonly Version[];
  chosen: readonly string[];
  toggle: (point: string) => void;
}

function Rows({ project, job: id, versions: list, chosen, toggle }: RowsProps) {
  const mayEdit = useMay(project)("job.edit");
  const restore = useRestoreVersion(project, id);
  return (
    <div className="p-table">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={56}>Compare</Table.Th>
            <Table.Th>Version</Table.Th>
            <Table.Th>What is new</Table.Th>
            <Table.Th>By</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>
              <Checkbox
                aria-label="Compare the draft"
                checked={chosen.includes("draft")}
                onChange={() => toggle("draft")}
              />
            </Table.Td>
            <Table.Td fw={560}>Draft</Table.Td>
            <Table.Td c="dimmed" colSpan={4}>
              What is on the canvas now
            </Table.Td>
          </Table.Tr>
          {list.map((version) => (
            <Table.Tr key={version.number}>
              <Table.Td>
                <Checkbox
                  aria-label={`Compare version ${version.number}`}
                  checked={chosen.includes(String(version.number))}
                  onChange={() => toggle(String(version.number))}
                />
              </Table.Td>
              <Table.Td fw={560}>
                <Link
                  to="/projects/$project/jobs/$job/versions/$version"
                  params={{ project, job: id, version: String(version.number) }}
                >
                  Version {version.number}
                </Link>
              </Table.Td>
              <Table.Td style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {version.comment}
              </Table.Td>
              <Table.Td>{version.created_by.full_name || version.created_by.username}</Table.Td>
              <Table.Td>
                <RelativeTime at={version.created_at} />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={!mayEdit}
                  onClick={() => void restore(version.number)}
                >
                  Restore as draft
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
