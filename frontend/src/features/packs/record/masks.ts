/** Previews of masks. The server applies the real ones, and hashes with a secret key. Pure. */
import { isText } from "../grid/model";
import type { Mask, MaskRule, PackColumn } from "../types";

const INTEGER = /^\s*(TINYINT|SMALLINT|INT|INTEGER|BIGINT)\b/i;
const HASHABLE =
  /^\s*(STRING|VARCHAR|CHAR|BYTES|VARBINARY|BINARY|TINYINT|SMALLINT|INT|INTEGER|BIGINT|FLOAT|DOUBLE|DECIMAL|NUMERIC)\b/i;

export const MASK_RULE_LABELS: Record<MaskRule, string> = {
  hash: "Hash",
  "keep-last": "Keep the end",
  redact: "Redact",
  null: "NULL",
};

/** The masks that suit a column. The event time has none: tests depend on it. */
export function listMaskRules({ name, type }: PackColumn, eventTime: string): MaskRule[] {
  if (name === eventTime) return [];
  const rules: MaskRule[] = [];
  if (HASHABLE.test(type)) rules.push("hash");
  if (isText(type) || INTEGER.test(type)) rules.push("keep-last");
  rules.push("redact");
  if (!/NOT\s+NULL\s*$/i.test(type)) rules.push("null");
  return rules;
}

/** A value as it might look when masked. */
export function previewMask(mask: Omit<Mask, "column">, type: string, value: unknown): string {
  if (value === null || value === undefined || mask.rule === "null") return "null";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  if (mask.rule === "hash") return hashExample(type, text);
  if (mask.rule === "keep-last") return keepEnd(type, text, mask.keep ?? 4);
  return redact(type);
}

function keepEnd(type: string, text: string, keep: number): string {
  if (isText(type)) {
    const hidden = text.length > keep ? text.length - keep : text.length;
    return "*".repeat(hidden) + text.slice(hidden);
  }
  const digits = text.replace("-", "");
  return keep > 0 && keep < digits.length ? String(Number(digits.slice(-keep))) : "0";
}

function redact(type: string): string {
  if (isText(type)) return "***";
  if (/^\s*BOOLEAN/i.test(type)) return "false";
  if (/^\s*DATE\b/i.test(type)) return "1970-01-01";
  if (/^\s*TIMESTAMP/i.test(type)) return "1970-01-01 00:00:00";
  if (/^\s*TIME\b/i.test(type)) return "00:00:00";
  if (/^\s*ARRAY/i.test(type)) return "[]";
  return /^\s*(MAP|MULTISET|ROW)/i.test(type) ? "{}" : "0";
}

/** An example hash (FNV-1a), not the one that is stored. */
function hashExample(type: string, text: string): string {
  let state = 0xcbf29ce484222325n;
  for (const letter of text) {
    state = BigInt.asUintN(64, (state ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return isText(type) ? state.toString(16).padStart(16, "0") : String(state % 1_000_000_007n);
}
