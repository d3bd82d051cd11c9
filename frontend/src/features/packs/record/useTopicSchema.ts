import { useQuery } from "@tanstack/react-query";
import { storeContents, storeSample } from "@/features/datasources";
import { guessEventTime, tables } from "@/features/tables";
import { packs } from "../packs";
import type { PackColumn } from "../types";

/** The columns of a topic: from the pack of that name, from its table, or inferred from its latest records. */
export function useTopicSchema(project: string, datasource: string | null, topic: string, name: string) {
  const listed = useQuery({
    ...storeContents(project, datasource ?? "", "topics"),
    enabled: datasource !== null,
  });
  const exists = listed.data?.includes(topic) ?? false;
  const sampled = useQuery({
    ...storeSample(project, datasource ?? "", topic),
    enabled: exists,
    staleTime: 30_000,
  });
  const pack = useQuery(packs(project)).data?.results.find((one) => one.name === name.trim());
  const table = useQuery(tables(project)).data?.results.find(
    (one) => one.datasource === datasource && one.name === topic,
  );
  const found: PackColumn[] = sampled.data?.columns.map(({ name, type }) => ({ name, type })) ?? [];
  const columns: readonly PackColumn[] = pack?.columns ?? table?.columns ?? found;
  return {
    topics: listed.data ?? [],
    unreachable: listed.error,
    pack,
    /** Whether the columns come from a pack or a table; otherwise they are inferred from the latest records. */
    described: pack !== undefined || table !== undefined,
    columns,
    eventTime: pack?.event_time ?? table?.event_time ?? guessEventTime(found),
    example: sampled.data?.rows[0] ?? {},
    loading: sampled.isFetching,
  };
}

export type TopicSchema = ReturnType<typeof useTopicSchema>;
