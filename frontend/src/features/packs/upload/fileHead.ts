/** The beginning of a large file, which is enough to detect its layout without uploading all of it. */
import type { Inspection } from "../types";

export const MAX_FILE_BYTES = 50 * 1024 * 1024;
/** Files up to this size are inspected as a whole. */
export const MAX_HEAD_BYTES = 2 * 1024 * 1024;

const NEWLINE = 0x0a;

/** The offset after the last complete line; UTF-16 is cut between characters. */
export function findLastLineEnd(bytes: Uint8Array): number {
  const wide = bytes.subarray(0, 4096).filter((byte) => byte === 0).length > 400;
  const from = bytes.length - 1;
  if (!wide) return bytes.lastIndexOf(NEWLINE) + 1 || bytes.length;
  for (let at = from - (from % 2); at >= 0; at -= 2) {
    const pair = (bytes[at] ?? 0) + (bytes[at + 1] ?? 0);
    const isLine = pair === NEWLINE && (bytes[at] === NEWLINE || bytes[at + 1] === NEWLINE);
    if (isLine && at + 1 < bytes.length) return at + 2;
  }
  return bytes.length - (bytes.length % 2);
}

/** The file itself if it is small, otherwise its first lines. */
export async function readHead(file: File): Promise<Blob> {
  if (file.size <= MAX_HEAD_BYTES) return file;
  const bytes = new Uint8Array(await file.slice(0, MAX_HEAD_BYTES).arrayBuffer());
  return file.slice(0, findLastLineEnd(bytes));
}

/** "orders (march).csv" becomes "orders (march)". */
export const derivePackName = (file: File): string =>
  file.name.replace(/\.(csv|tsv|txt|json|jsonl|ndjson)$/i, "").slice(0, 100);

/** Removes the error of the last row if only the beginning was inspected: that row may be truncated. */
export function dropTruncatedRow(inspection: Inspection, partial: boolean): Inspection {
  if (!partial) return inspection;
  const { report } = inspection;
  const last = report.rows + report.bad_rows;
  const faults = report.faults.filter(({ row, column }) => column !== null || row === 0 || row < last);
  const dropped = report.faults.length - faults.length;
  return { ...inspection, report: { ...report, faults, fault_count: report.fault_count - dropped } };
}
