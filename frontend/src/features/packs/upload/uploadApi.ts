/** Inspection and upload of files. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { upload } from "@/api/upload";
import { unwrapOrBadRows } from "../packs";
import type { Inspection, Layout, Pack, PackColumn, PackVersion } from "../types";
import { readHead } from "./fileHead";

/** How to read the file. Settings that are left out are detected. */
export type LayoutOverrides = Partial<{ [key in keyof Layout]: NonNullable<Layout[key]> }>;

/** Where the columns come from: a table of the project, a list, or the file itself. */
export interface ColumnSource {
  table?: string;
  columns?: PackColumn[];
}

/** Form data with the defined fields and the file. */
export function buildFormData(file: Blob, fields: Record<string, unknown>, name = "rows"): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    form.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  // The file comes last, so that the server knows the fields when it reads it.
  form.set("file", file, file instanceof File ? file.name : name);
  return form;
}

/** What the server finds in the file; nothing is stored. */
export const fileInspection = (
  project: string,
  file: File | null,
  overrides: LayoutOverrides,
  columnSource: ColumnSource,
) =>
  queryOptions({
    queryKey: [
      "packs",
      project,
      "inspect",
      file?.name,
      file?.size,
      file?.lastModified,
      overrides,
      columnSource,
    ],
    queryFn: async ({ signal }): Promise<Inspection> => {
      const form = buildFormData(await readHead(file as File), { ...overrides, ...columnSource }, file?.name);
      return unwrapOrBadRows(
        await upload(`/api/projects/${project}/packs/inspect/`, form, { signal }),
      ) as Inspection;
    },
    enabled: file !== null,
    placeholderData: (before) => before,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

interface UploadRequest {
  file: File;
  overrides: LayoutOverrides;
  /** A new pack. */
  newPack?: ColumnSource & { name: string; description: string; event_time: string };
  /** A new version of a pack. */
  newVersion?: { pack: Pack; comment: string };
}

/** Uploads the whole file, which is stored if all its rows are valid. */
export function useUpload(project: string) {
  const [progress, setProgress] = useState(0);
  const controller = useRef<AbortController>(undefined);
  const mutation = useMutation({
    mutationFn: async ({ file, overrides, newPack, newVersion }: UploadRequest): Promise<Pack["id"]> => {
      controller.current = new AbortController();
      setProgress(0);
      const path = newVersion
        ? `/api/packs/${newVersion.pack.id}/versions/`
        : `/api/projects/${project}/packs/`;
      const fields = newVersion
        ? { ...overrides, comment: newVersion.comment }
        : { ...overrides, ...newPack };
      const options = { onProgress: setProgress, signal: controller.current.signal };
      const stored = unwrapOrBadRows(await upload(path, buildFormData(file, fields), options)) as
        | Pack
        | PackVersion;
      return newVersion ? newVersion.pack.id : (stored as Pack).id;
    },
  });
  return { ...mutation, progress, cancel: () => controller.current?.abort() };
}
