import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { guessEventTime, tables } from "@/features/tables";
import type { Pack, PackColumn } from "../types";
import { derivePackName, dropTruncatedRow, MAX_HEAD_BYTES } from "./fileHead";
import { type ColumnSource, fileInspection, type LayoutOverrides } from "./uploadApi";

/** Changing these leads to other columns, so that edited types no longer apply. */
const COLUMN_LAYOUT_KEYS = ["format", "delimiter", "header", "quote"] as const;

/** State of the upload form: the file, its inspection, and the settings that the user changed. */
export function useUploadForm(project: string, pack: Pack | undefined, initialFile: File | null) {
  const [file, setFile] = useState(initialFile);
  const [overrides, setLayoutOverrides] = useState<LayoutOverrides>({});
  const [table, setTable] = useState<string | null>(null);
  const [columns, setColumns] = useState<PackColumn[]>();
  const [eventTime, setEventTime] = useState<string>();
  const [name, setName] = useState<string>();
  const [note, setNote] = useState("");
  const projectTables = useQuery({ ...tables(project), enabled: !pack }).data?.results ?? [];

  const columnSource: ColumnSource = pack
    ? { columns: pack.columns }
    : table
      ? { table }
      : columns
        ? { columns }
        : {};
  const inspection = useQuery(fileInspection(project, file, overrides, columnSource));
  const partial = (file?.size ?? 0) > MAX_HEAD_BYTES;
  const found = inspection.data && dropTruncatedRow(inspection.data, partial);
  const shown = found?.columns ?? [];
  const has = (wanted: string | undefined) => shown.some((one) => one.name === wanted);
  const proposed = projectTables.find((one) => one.id === table)?.event_time ?? guessEventTime(shown);
  return {
    file,
    overrides,
    columnSource,
    table,
    found,
    error: inspection.error,
    inspecting: inspection.isFetching,
    partial,
    name: name ?? (file ? derivePackName(file) : ""),
    note,
    eventTime: pack
      ? pack.event_time
      : eventTime === "" || has(eventTime)
        ? (eventTime ?? "")
        : (proposed ?? ""),
    setName,
    setNote,
    setEventTime,
    setColumns,
    choose: (next: File | null) => {
      setFile(next);
      setLayoutOverrides({});
      setColumns(undefined);
    },
    setOverrides: (next: LayoutOverrides) => {
      if (COLUMN_LAYOUT_KEYS.some((key) => next[key] !== overrides[key])) setColumns(undefined);
      setLayoutOverrides(next);
    },
    setTable: (next: string | null) => {
      setTable(next);
      setColumns(undefined);
      setEventTime(undefined);
    },
  };
}

export type UploadFormState = ReturnType<typeof useUploadForm>;
