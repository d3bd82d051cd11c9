/** The beginning of a large file: enough to see how it is written, without sending all of it to look. */

export const MAX_BYTES = 50 * 1024 * 1024;
/** Files up to this size are looked at whole. */
export const WHOLE = 2 * 1024 * 1024;

const LINE = 0x0a;

/** Where the last whole line of some bytes ends; texts of two bytes a character are cut between characters. */
export function lineEnd(bytes: Uint8Array): number {
  const wide = bytes.subarray(0, 4096).filter((byte) => byte === 0).length > 400;
  const from = bytes.length - 1;
  if (!wide) return bytes.lastIndexOf(LINE) + 1 || bytes.length;
  for (let at = from - (from % 2); at >= 0; at -= 2) {
    const pair = (bytes[at] ?? 0) + (bytes[at + 1] ?? 0);
    const isLine = pair === LINE && (bytes[at] === LINE || bytes[at + 1] === LINE);
    if (isLine && at + 1 < bytes.length) return at + 2;
  }
  return bytes.length - (bytes.length % 2);
}

/** The file itself if it is small, else its first lines. */
export async function headOf(file: File): Promise<Blob> {
  if (file.size <= WHOLE) return file;
  const bytes = new Uint8Array(await file.slice(0, WHOLE).arrayBuffer());
  return file.slice(0, lineEnd(bytes));
}

/** "orders (march).csv" becomes "orders (march)". */
export const nameOf = (file: File): string =>
  file.name.replace(/\.(csv|tsv|txt|json|jsonl|ndjson)$/i, "").slice(0, 100);
