import { Group, Select, Skeleton, Switch, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { ErrorAlert } from "@/ui/ErrorAlert";
import css from "./Instance.module.css";
import { logs } from "./instances";
import { type LogLine, parseLines, splitAtMatches } from "./logParser";

/** The end of a process's log, with search; follows it unless the reader has scrolled up. */
export function Logs({ id }: { id: string }) {
  const [source, setSource] = useState("jobmanager");
  const [follow, setFollow] = useState(true);
  const [search, setSearch] = useState("");
  const { data, error, isPending, refetch } = useQuery(logs(id, source, follow));
  const box = useRef<HTMLPreElement>(null);
  const all = useMemo(() => parseLines(data?.lines ?? []), [data]);
  const wanted = search.trim().toLowerCase();
  const shown = wanted ? all.filter((line) => line.text.toLowerCase().includes(wanted)) : all;

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines scroll to the end
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, shown]);

  const sources = (data?.sources ?? []).map((one) => ({ value: one.id, label: one.label }));
  return (
    <>
      <Group mb="sm" gap="sm">
        <Select
          aria-label="Log of"
          w={300}
          data={sources.length > 0 ? sources : [{ value: source, label: "JobManager" }]}
          value={source}
          onChange={(value) => value && setSource(value)}
          allowDeselect={false}
        />
        <TextInput
          aria-label="Search the log"
          placeholder="Search the log"
          flex={1}
          maw={360}
          leftSection={<IconSearch size={15} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Switch
          label="Follow"
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
        <Text fz="xs" c="dimmed" className="p-figure" ml="auto">
          {wanted ? `${shown.length} of ${all.length} lines` : `${all.length} lines`}
        </Text>
      </Group>
      {error && <ErrorAlert title="The log could not be read" error={error} retry={refetch} />}
      {isPending && <Skeleton height={260} radius="md" />}
      {data && (
        <pre
          ref={box}
          className={css.log}
          onWheel={(event) => {
            // Scrolling up means reading: the text must not run away then.
            if (event.deltaY < 0) setFollow(false);
          }}
        >
          {shown.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity; the list is replaced whole
            <Line key={index} line={line} search={search.trim()} />
          ))}
          {shown.length === 0 && (wanted ? "No line contains this text." : "The log is empty.")}
        </pre>
      )}
    </>
  );
}

function Line({ line, search }: { line: LogLine; search: string }) {
  return (
    <div className={css.line} data-level={line.level}>
      {splitAtMatches(line.text, search).map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line, in order
        index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
      )}
    </div>
  );
}
