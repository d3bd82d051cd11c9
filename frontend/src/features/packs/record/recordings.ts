/** Queries and mutations of recordings, which copy rows of a topic into a pack. They continue when the page is closed. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { http, unwrap } from "@/api/client";
import { invalidateOn } from "@/api/events";
import type { components } from "@/api/schema";
import type { Recording } from "../types";

const listKey = (project: string) => ["recordings", project] as const;
const detailKey = (id: string) => ["recording", id] as const;
invalidateOn("recording.changed", (event) => [[...listKey(event.project)], [...detailKey(event.id)]]);

/** The latest recordings of the project. */
export const recordings = (project: string) =>
  queryOptions({
    queryKey: listKey(project),
    queryFn: async () => {
      const params = { path: { project }, query: { page_size: 10 } };
      return unwrap(await http.GET("/api/projects/{project}/recordings/", { params })).results;
    },
  });

export const recording = (id: string) =>
  queryOptions({
    queryKey: detailKey(id),
    queryFn: async (): Promise<Recording> =>
      unwrap(await http.GET("/api/recordings/{id}/", { params: { path: { id } } })),
  });

export type RecordingInput = components["schemas"]["RecordingInputRequest"];

export const useStartRecording = (project: string) =>
  useMutation({
    mutationFn: async (body: RecordingInput): Promise<Recording> =>
      unwrap(await http.POST("/api/projects/{project}/recordings/", { params: { path: { project } }, body })),
  });

export const isActive = ({ state }: Recording): boolean => state === "queued" || state === "running";

/** Progress from 0 to 1, by rows or by time, whichever is closer to its limit. */
export function computeProgress({ rows, limit_rows, limit_seconds }: Recording, seconds: number): number {
  return Math.min(1, Math.max(rows / limit_rows, seconds / limit_seconds));
}
