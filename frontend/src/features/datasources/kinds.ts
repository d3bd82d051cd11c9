/** Kinds of data sources, as the server's connectors declare them. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { isVisible, type RawSchema, readFields, type Values } from "@/ui/form";

type Schemas = components["schemas"];

/** `config` is the JSON Schema of the settings, from which their form is rendered. */
export type DatasourceKind = Omit<Schemas["DatasourceKind"], "config"> & { config: RawSchema };
export type SecretSpec = Schemas["Secret"];

/** All kinds that this installation has. They change only with a release of the server. */
export const datasourceKinds = queryOptions({
  queryKey: ["datasource-kinds"],
  queryFn: async () => unwrap(await http.GET("/api/datasource-kinds/")) as DatasourceKind[],
  staleTime: Number.POSITIVE_INFINITY,
});

export type Capability = DatasourceKind["capabilities"][number];

/** Which of the data sources can do this: browse, preview or record. Undefined while the kinds load. */
export function useCapableDatasources<Source extends { kind: string }>(
  capability: Capability,
  sources: readonly Source[] | undefined,
): Source[] | undefined {
  const kinds = useQuery(datasourceKinds).data;
  return (
    kinds &&
    sources?.filter((source) =>
      kinds.some(({ kind, capabilities }) => kind === source.kind && capabilities.includes(capability)),
    )
  );
}

/** The secrets that a connection with these settings uses. */
export function listSecrets({ config: schema, secrets }: DatasourceKind, config: Values): SecretSpec[] {
  const fields = readFields(schema);
  return secrets.filter(({ when = {} }) => isVisible({ "x-when": when }, config, fields));
}

/** "Warehouse (EU)" becomes "warehouse-eu": names are used in SQL and in addresses. */
export function slugify(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
}
