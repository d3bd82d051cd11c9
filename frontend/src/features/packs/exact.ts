/** JSON in which long whole numbers keep every digit: a BIGINT has more of them than a number in a browser. */

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG = /^-?\d{16,}$/;

/** As JSON.parse, but whole numbers of 16 digits and more come as text. */
export function parseExact(text: string): unknown {
  return JSON.parse(text.replace(TOKENS, (token) => (LONG.test(token) ? `"${token}"` : token)));
}
