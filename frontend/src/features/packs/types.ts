/** What packs are made of, by the names that the pages use. */
import type { User } from "@/api/types";

export interface PackColumn {
  name: string;
  type: string;
}

export interface PackVersion {
  number: number;
  rows: number;
  bytes: number;
  origin: "upload" | "grid" | "recording";
  comment?: string;
  created_by: User | null;
  created_at: string;
}

export interface Pack {
  id: string;
  name: string;
  description: string;
  columns: PackColumn[];
  event_time: string;
  version: PackVersion | null;
  used_by: number;
  created_at: string;
  updated_at: string;
}

export interface Layout {
  format: "csv" | "jsonl" | null;
  encoding: string | null;
  delimiter: string | null;
  quote: string | null;
  header: boolean | null;
  days: "dmy" | "mdy" | null;
  ignore_unknown: boolean;
}

/** One bad value. Rows count from 1 without the header; 0 is the file as a whole. */
export interface Fault {
  row: number;
  column: string | null;
  message: string;
}

export interface Report {
  rows: number;
  bad_rows: number;
  fault_count: number;
  faults: Fault[];
  missing: string[];
}

export interface Inspection {
  layout: Layout;
  columns: PackColumn[];
  sample: Record<string, unknown>[];
  report: Report;
}

export type MaskRule = "hash" | "redact" | "keep-last" | "null";

export interface Mask {
  column: string;
  rule: MaskRule;
  keep?: number;
}

export interface Recording {
  id: string;
  state: "queued" | "running" | "done" | "failed";
  rows: number;
  message: string;
  pack: string | null;
}
