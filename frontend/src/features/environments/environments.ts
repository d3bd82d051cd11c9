/** Where the jobs of a project run. */
import { queryOptions } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";

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
