/** JSON whose long integers keep every digit: a BIGINT has more digits than a JavaScript number can hold. */

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/** Like JSON.parse, but returns integers of 16 or more digits as strings. */
export function parseLosslessJson(text: string): unknown {
  return JSON.parse(text.replace(TOKENS, (token) => (LONG_INTEGER.test(token) ? `"${token}"` : token)));
}
