import { Button, Group, Select, Text } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Graph, readGraph } from "@/canvas/model/document";
import { DiffView } from "@/canvas/panels/DiffView";
import { BackToCanvas, job, operators, saveDraft, sideDrafts, version, versions } from "@/features/jobs";
import { confirm } from "@/ui/confirm";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifyError } from "@/ui/notify";
import styles from "../Editor.module.css";
import { JobSkeleton } from "../JobSkeleton";

/** Any two of a job's versions, its draft, and its conflict copies, over each other. */
export function DiffPage() {
  const { project, job: id } = useParams({ from: "/in/projects/$project/jobs/$job/diff" });
  const search = useSearch({ from: "/in/projects/$project/jobs/$job/diff" });
  const [from, to] = [search.from ?? "draft", search.to ?? "draft"];
  const [left, right] = [useComparisonSource(id, from), useComparisonSource(id, to)];
  const catalogue = useQuery(operators);
  const navigate = useNavigate();
  const go = (next: { from?: string; to?: string }) =>
    void navigate({
      to: "/projects/$project/jobs/$job/diff",
      params: { project, job: id },
      search: { from, to, ...next },
    });
  const error = left.error ?? right.error ?? catalogue.error;
  return (
    <main className={styles.page}>
      <div className={styles.bar}>
        <BackToCanvas project={project} job={id} />
        <Text fz="sm" fw={560}>
          Compare
        </Text>
        <PointSelect job={id} label="From" value={from} onChange={(next) => go({ from: next })} />
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          px={6}
          aria-label="Swap the two"
          onClick={() => go({ from: to, to: from })}
        >
          <IconArrowsExchange size={16} />
        </Button>
        <PointSelect job={id} label="To" value={to} onChange={(next) => go({ to: next })} />
        <span className={styles.gap} />
        {to.startsWith("side:") && <BringBack project={project} job={id} point={right} />}
      </div>
      {error && <ErrorAlert error={error} title="The comparison can't be shown" />}
      <Compared left={left} right={right} catalogue={catalogue.data} />
    </main>
  );
}

function Compared({
  left,
  right,
  catalogue,
}: {
  left: ComparisonSource;
  right: ComparisonSource;
  catalogue: Parameters<typeof DiffView>[0]["catalogue"] | undefined;
}) {
  const names = useMemo(() => ({ from: left.name, to: right.name }), [left.name, right.name]);
  if (!left.graph || !right.graph || !catalogue) return <JobSkeleton />;
  return (
    <div className={styles.work}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <DiffView
          key={`${left.name} ${right.name}`}
          from={left.graph}
          to={right.graph}
          names={names}
          catalogue={catalogue}
        />
      </div>
    </div>
  );
}

function PointSelect({
  job: id,
  label,
  value,
  onChange,
}: {
  job: string;
  label: string;
  value: string;
  onChange: (next: string) => void;
}) {
  const { data } = useQuery(versions(id));
  const known = [
    { value: "draft", label: "Draft" },
    ...(data?.results ?? []).map(({ number }) => ({ value: String(number), label: `Version ${number}` })),
  ];
  const options = value.startsWith("side:") ? [...known, { value, label: "Conflict copy" }] : known;
  return (
    <Group gap={4}>
      <Select
        size="xs"
        w={150}
        aria-label={label}
        data={options}
        value={value}
        allowDeselect={false}
        onChange={(next) => next && onChange(next)}
      />
    </Group>
  );
}

/** Makes a conflict copy the draft. */
function BringBack({ project, job: id, point }: { project: string; job: string; point: ComparisonSource }) {
  const { data: detail } = useQuery(job(id));
  const client = useQueryClient();
  const navigate = useNavigate();
  const graph = point.graph;
  const bring = async () => {
    if (!graph || !detail) return;
    const yes = await confirm({
      title: "Make this work the draft?",
      action: "Restore it",
      children: "It replaces what is on the canvas now.",
    });
    if (!yes) return;
    try {
      await saveDraft(client, id, graph, detail.draft.revision);
      await client.invalidateQueries({ queryKey: job(id).queryKey });
      await navigate({ to: "/projects/$project/jobs/$job", params: { project, job: id } });
    } catch (error) {
      notifyError("The work could not be restored", error);
    }
  };
  const mine = detail?.lock?.mine ?? false;
  return (
    <Button
      size="compact-sm"
      disabled={!mine || !graph}
      title={mine ? undefined : "Take the edit lock on the canvas first"}
      onClick={() => void bring()}
    >
      Restore it
    </Button>
  );
}

export interface ComparisonSource {
  readonly name: string;
  readonly graph: Graph | undefined;
  readonly error: Error | null;
}

const SIDE = "side:";

export function useComparisonSource(id: string, point: string): ComparisonSource {
  const number = Number(point);
  const isVersion = Number.isInteger(number) && number > 0;
  const isSide = point.startsWith(SIDE);
  const versioned = useQuery({ ...version(id, number), enabled: isVersion });
  const detail = useQuery({ ...job(id), enabled: !isVersion && !isSide });
  const sides = useQuery({ ...sideDrafts(id), enabled: isSide });
  if (isVersion) return toSource(`version ${number}`, versioned.data?.graph, versioned.error);
  if (!isSide) return toSource("the draft", detail.data?.draft.graph, detail.error);
  const side = sides.data?.results.find((draft) => draft.id === point.slice(SIDE.length));
  const missing = sides.data && !side ? new Error("This conflict copy no longer exists.") : null;
  return toSource("the conflict copy", side?.graph, sides.error ?? missing);
}

const toSource = (name: string, graph: unknown, error: Error | null): ComparisonSource => ({
  name,
  graph: graph === undefined ? undefined : readGraph(graph),
  error,
});
