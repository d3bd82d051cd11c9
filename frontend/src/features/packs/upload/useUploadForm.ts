import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { guessedTime } from "@/features/tables/columns";
import { tables } from "@/features/tables/tables";
import type { Pack, PackColumn } from "../types";
import { inspection, type Shape, type Told } from "./asking";
import { nameOf, WHOLE } from "./head";
import { looked } from "./looked";

/** A change of these finds other columns: types that were told before no longer fit. */
const RESHAPES = ["format", "delimiter", "header", "quote"] as const;

/** What the dialog knows: the file, what was found in it, and what the person tells otherwise. */
export function useUploadForm(project: string, pack: Pack | undefined, first: File | null) {
  const [file, setFile] = useState(first);
  const [told, setTold] = useState<Told>({});
  const [table, setTable] = useState<string | null>(null);
  const [columns, setColumns] = useState<PackColumn[]>();
  const [eventTime, setEventTime] = useState<string>();
  const [name, setName] = useState<string>();
  const [note, setNote] = useState("");
  const known = useQuery({ ...tables(project), enabled: !pack }).data?.results ?? [];

  const shape: Shape = pack ? { columns: pack.columns } : table ? { table } : columns ? { columns } : {};
  const asked = useQuery(inspection(project, file, told, shape));
  const partial = (file?.size ?? 0) > WHOLE;
  const found = asked.data && looked(asked.data, partial);
  const shown = found?.columns ?? [];
  const has = (wanted: string | undefined) => shown.some((one) => one.name === wanted);
  const proposed = known.find((one) => one.id === table)?.event_time ?? guessedTime(shown);
  return {
    file,
    told,
    shape,
    table,
    found,
    error: asked.error,
    looking: asked.isFetching,
    partial,
    name: name ?? (file ? nameOf(file) : ""),
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
      setTold({});
      setColumns(undefined);
    },
    tell: (next: Told) => {
      if (RESHAPES.some((key) => next[key] !== told[key])) setColumns(undefined);
      setTold(next);
    },
    setTable: (next: string | null) => {
      setTable(next);
      setColumns(undefined);
      setEventTime(undefined);
    },
  };
}

export type UploadFormState = ReturnType<typeof useUploadForm>;
