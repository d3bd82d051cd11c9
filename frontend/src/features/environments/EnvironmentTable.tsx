import { Table, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import { ErrorAlert } from "@/ui/ErrorAlert";

/** The environments of a project, with their clusters. */
export function EnvironmentTable({ project }: { project: string }) {
  const { data, error, refetch } = useQuery(environments(project));
  return (
    <section>
      <Title order={2} mb="sm">
        Environments
      </Title>
      {error && <ErrorAlert error={error} retry={refetch} />}
      {data && (
        <div className="p-table">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Engine</Table.Th>
                <Table.Th>Cluster</Table.Th>
                <Table.Th data-figure>Task slots</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.results.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td fw={560}>{one.name}</Table.Td>
                  <Table.Td>Flink {one.engine}</Table.Td>
                  <Table.Td ff="monospace" fz="sm">
                    {one.url || "not set up"}
                  </Table.Td>
                  <Table.Td data-figure>{one.slots}</Table.Td>
                  <Table.Td>
                    {one.ui_url && (
                      <a href={one.ui_url} target="_blank" rel="noreferrer" className="p-link">
                        Flink UI <IconExternalLink size={13} />
                      </a>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

const all = (project: string) => ["environments", project] as const;
invalidateOn("project.changed", (event) => all(event.project));
invalidateOn("revoked", (event) => all(event.project));

export const environments = (project: string) =>
  queryOptions({
    queryKey: all(project),
    queryFn: async () =>
      unwrap(await http.GET("/api/projects/{project}/environments/", { params: { path: { project } } })),
    staleTime: 300_000,
  });
