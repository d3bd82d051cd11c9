/** Recordings: rows of a topic on their way into a pack. They go on when the page is closed. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, ok } from "@/api/client";
import { on } from "@/api/events";
import type { components } from "@/api/schema";
import type { Recording } from "../types";

const all = (project: string) => ["recordings", project] as const;
const one = (id: string) => ["recording", id] as const;
on("recording.changed", (event) => [[...all(event.project)], [...one(event.id)]]);

/** The latest recordings of the project. */
export const recordings = (project: string) =>
  queryOptions({
    queryKey: all(project),
    queryFn: async () => {
      const params = { path: { project }, query: { page_size: 10 } };
      return ok(await http.GET("/api/projects/{project}/recordings/", { params })).results;
    },
  });

export const recording = (id: string) =>
  queryOptions({
    queryKey: one(id),
    queryFn: async (): Promise<Recording> =>
      ok(await http.GET("/api/recordings/{id}/", { params: { path: { id } } })),
  });

export type RecordingInput = components["schemas"]["RecordingInputRequest"];

export const useRecord = (project: string) =>
  useMutation({
    mutationFn: async (body: RecordingInput): Promise<Recording> =>
      ok(await http.POST("/api/projects/{project}/recordings/", { params: { path: { project } }, body })),
  });

export const isOpen = ({ state }: Recording): boolean => state === "queued" || state === "running";

/** How far it is: by rows or by time, whichever ends it first. */
export function shareOf({ rows, limit_rows, limit_seconds }: Recording, seconds: number): number {
  return Math.min(1, Math.max(rows / limit_rows, seconds / limit_seconds));
}
