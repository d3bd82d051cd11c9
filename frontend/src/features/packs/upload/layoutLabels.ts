/** Labels of file layouts. */
import type { Layout } from "../types";

export const FORMATS = [
  { value: "csv", label: "CSV" },
  { value: "jsonl", label: "JSON lines" },
];

export const DELIMITERS = [
  { value: ",", label: "Comma ," },
  { value: ";", label: "Semicolon ;" },
  { value: "\t", label: "Tab" },
  { value: "|", label: "Bar |" },
  { value: ":", label: "Colon :" },
];

const ENCODINGS = [
  { value: "utf-8", label: "UTF-8" },
  { value: "utf-8-sig", label: "UTF-8 with BOM" },
  { value: "utf-16", label: "UTF-16" },
  { value: "gb18030", label: "GB18030" },
  { value: "cp1252", label: "Windows-1252" },
  { value: "iso-8859-1", label: "ISO 8859-1" },
  { value: "shift_jis", label: "Shift JIS" },
];

/** The common encodings, and the detected one. */
export const listEncodings = (found: string | null) =>
  found === null || ENCODINGS.some((one) => one.value === found)
    ? ENCODINGS
    : [...ENCODINGS, { value: found, label: found.toUpperCase() }];

export const DATE_ORDERS = [
  { value: "dmy", label: "31/12/2026, day first" },
  { value: "mdy", label: "12/31/2026, month first" },
];

export const QUOTES = [
  { value: '"', label: 'Double "' },
  { value: "'", label: "Single '" },
];

const findLabel = (list: readonly { value: string; label: string }[], value: string | null): string =>
  list.find((one) => one.value === value)?.label ?? value ?? "";

/** "CSV, UTF-8, comma". */
export function describeLayout({ format, encoding, delimiter }: Layout): string {
  const parts = [findLabel(FORMATS, format), findLabel(listEncodings(encoding), encoding)];
  if (format === "csv") parts.push(findLabel(DELIMITERS, delimiter).replace(/ .$/, "").toLowerCase());
  return parts.filter(Boolean).join(", ");
}
