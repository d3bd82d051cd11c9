/** What is asked of the server about a file, and how it is sent. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { upload } from "@/api/upload";
import { taken } from "../refusal";
import type { Inspection, Layout, Pack, PackColumn, PackVersion } from "../types";
import { headOf } from "./head";

/** How the file is to be read. What is left out is found out. */
export type Told = Partial<{ [key in keyof Layout]: NonNullable<Layout[key]> }>;

/** Where the columns come from: a table of the project, a list, or the file itself. */
export interface Shape {
  table?: string;
  columns?: PackColumn[];
}

/** A form with all that is set. */
export function formOf(file: Blob, fields: Record<string, unknown>, name = "rows"): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    form.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  // Last, so that the server knows what to do with it when it comes.
  form.set("file", file, file instanceof File ? file.name : name);
  return form;
}

/** A look at the file: nothing is stored. */
export const inspection = (project: string, file: File | null, told: Told, shape: Shape) =>
  queryOptions({
    queryKey: ["packs", project, "inspect", file?.name, file?.size, file?.lastModified, told, shape],
    queryFn: async ({ signal }): Promise<Inspection> => {
      const form = formOf(await headOf(file as File), { ...told, ...shape }, file?.name);
      return taken(await upload(`/api/projects/${project}/packs/inspect/`, form, { signal })) as Inspection;
    },
    enabled: file !== null,
    placeholderData: (before) => before,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

interface Sending {
  file: File;
  told: Told;
  /** A new pack. */
  made?: Shape & { name: string; description: string; event_time: string };
  /** A new version of a pack. */
  of?: { pack: Pack; comment: string };
}

/** Sends the whole file and stores it, if all of it can be read. */
export function useSending(project: string) {
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const sending = useMutation({
    mutationFn: async ({ file, told, made, of }: Sending): Promise<Pack["id"]> => {
      stop.current = new AbortController();
      setShare(0);
      const path = of ? `/api/packs/${of.pack.id}/versions/` : `/api/projects/${project}/packs/`;
      const fields = of ? { ...told, comment: of.comment } : { ...told, ...made };
      const options = { onProgress: setShare, signal: stop.current.signal };
      const stored = taken(await upload(path, formOf(file, fields), options)) as Pack | PackVersion;
      return of ? of.pack.id : (stored as Pack).id;
    },
  });
  return { ...sending, share, cancel: () => stop.current?.abort() };
}
