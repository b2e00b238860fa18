/** Strings, which are left alone, and numbers. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const LONG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,\]}]/;

/**
 * The value of a JSON text. An integer that a JavaScript number cannot hold, as a seed can be, becomes a string of its
 * digits: it is shown and compared, never reckoned with.
 */
export function parse(text) {
  // Hardly any text has one, and this looks through megabytes in a millisecond.
  return JSON.parse(LONG_INTEGER.test(text) ? text.replace(TOKENS, exact) : text);
}

const exact = (token) => (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token);
