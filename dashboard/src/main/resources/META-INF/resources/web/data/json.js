/** Matches strings, which are kept, and numbers. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const LONG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,\]}]/;

/**
 * Parses JSON. An integer that a JavaScript number cannot hold, such as a large seed, becomes a string of its digits,
 * which is only shown and compared.
 */
export function parse(text) {
  // Such integers are rare, and this scan takes a millisecond per megabytes.
  return JSON.parse(LONG_INTEGER.test(text) ? text.replace(TOKENS, exact) : text);
}

const exact = (token) => (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token);
