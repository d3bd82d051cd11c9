import { useQuery } from "@tanstack/react-query";
import { contents, sample } from "@/features/datasources/connection";
import { guessedTime } from "@/features/tables/columns";
import { tables } from "@/features/tables/tables";
import { packs } from "../packs";
import type { PackColumn } from "../types";

/** What is known of a topic: its columns, from a pack of that name, from its table, or from its latest records. */
export function useTopic(project: string, datasource: string | null, topic: string, name: string) {
  const listed = useQuery({ ...contents(project, datasource ?? "", "topics"), enabled: datasource !== null });
  const there = listed.data?.includes(topic) ?? false;
  const seen = useQuery({
    ...sample(project, datasource ?? "", topic),
    enabled: there,
    staleTime: 30_000,
  });
  const pack = useQuery(packs(project)).data?.results.find((one) => one.name === name.trim());
  const table = useQuery(tables(project)).data?.results.find(
    (one) => one.datasource === datasource && one.name === topic,
  );
  const found: PackColumn[] = seen.data?.columns.map(({ name, type }) => ({ name, type })) ?? [];
  const columns: readonly PackColumn[] = pack?.columns ?? table?.columns ?? found;
  return {
    topics: listed.data ?? [],
    unreachable: listed.error,
    pack,
    /** Whether somebody has described the columns; otherwise they are as the latest records show them. */
    described: pack !== undefined || table !== undefined,
    columns,
    eventTime: pack?.event_time ?? table?.event_time ?? guessedTime(found),
    example: seen.data?.rows[0] ?? {},
    looking: seen.isFetching,
  };
}

export type Topic = ReturnType<typeof useTopic>;
