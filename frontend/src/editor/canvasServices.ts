/** What the canvas of a job asks of the world: this project's data sources, topics, tables, functions and rows. */
import type { QueryClient } from "@tanstack/react-query";
import type { Datasource } from "@/api/types";
import type { HostServices, TableChoice } from "@/canvas/model/hostServices";
import { datasourceKinds, datasources, storeContents } from "@/features/datasources";
import { functions, previewNode } from "@/features/jobs";
import { tables } from "@/features/tables";

export function createCanvasServices(client: QueryClient, project: string, job: string): HostServices {
  return {
    datasources: (kinds) => ({
      queryKey: [...datasources(project).queryKey, "choices", kinds.join()],
      queryFn: async () => {
        const { results } = await client.ensureQueryData(datasources(project));
        const declared = await client.ensureQueryData(datasourceKinds);
        const labelOf = (kind: string) => declared.find((one) => one.kind === kind)?.label ?? kind;
        return results
          .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
          .map(({ name, kind }) => ({ name, detail: labelOf(kind) }));
      },
    }),
    tables: (datasource) => ({
      queryKey: [...tables(project).queryKey, "choices", datasource],
      queryFn: () => tableChoices(client, project, datasource),
      staleTime: 10_000,
    }),
    functions: () => ({
      ...functions,
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: () => client.ensureQueryData(functions),
    }),
    preview: (node, graph) => previewNode(job, graph, node),
  };
}

/** Registered tables first, then what else the live store has. A store that is away leaves the registered ones. */
async function tableChoices(
  client: QueryClient,
  project: string,
  datasource: string,
): Promise<TableChoice[]> {
  const { results: sources } = await client.ensureQueryData(datasources(project));
  const source = sources.find(({ name }) => name === datasource);
  if (!source) return [];
  const { results } = await client.fetchQuery({ ...tables(project), staleTime: 5_000 });
  const registered = results
    .filter((table) => table.datasource === source.id)
    .map((table) => ({
      name: table.name,
      detail: `registered, ${table.columns.length} columns`,
      columns: table.columns,
    }));
  const known = new Set(registered.map(({ name }) => name));
  const live = await liveNames(client, project, source).catch(() => []);
  return [...registered, ...live.filter((name) => !known.has(name)).map((name) => ({ name, columns: [] }))];
}

async function liveNames(client: QueryClient, project: string, source: Datasource): Promise<string[]> {
  const kind = (await client.ensureQueryData(datasourceKinds)).find((one) => one.kind === source.kind);
  if (!kind?.capabilities.includes("browse")) return [];
  return client.fetchQuery(storeContents(project, source.id, kind.holds));
}
