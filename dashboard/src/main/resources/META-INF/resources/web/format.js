/*
 * Formats values for display. Each function accepts any value, even an invalid one, and returns text, so a bad response
 * cannot break the page.
 */

/** Shown if there is no value. */
export const NONE = '–';

const NOT_FINITE = { NaN: 'NaN', Infinity: '∞', '-Infinity': '−∞' };

/** The maximum depth of formatted values. */
const MAX_DEPTH = 8;

/** The value if it is a finite number, else null. */
export const finite = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Formats a value that is not a finite number; older versions sent "NaN" as text. */
const otherwise = (value) => (typeof value === 'number' || typeof value === 'string' ? NOT_FINITE[value] ?? NONE : NONE);

/** A loss or another small number, with enough digits to distinguish it. */
export function decimal(value) {
  const number = finite(value);
  if (number === null) return otherwise(value);
  if (number === 0) return '0';
  const size = Math.abs(number);
  if (size >= 1_000 || size < 0.001) return number.toExponential(2);
  return size >= 100 ? number.toFixed(2) : number.toFixed(4);
}

/** A fraction as a percentage. */
export function percent(fraction, digits = 2) {
  const hundredfold = finite(fraction) === null ? null : finite(fraction * 100);
  return hundredfold === null ? otherwise(fraction) : `${hundredfold.toFixed(digits)} %`;
}

/** A duration: 14.6 s, 3 min 05 s, 2 h 10 min. */
export function duration(value) {
  const seconds = finite(value);
  if (seconds === null) return NONE;
  if (seconds < 60) return `${Math.max(0, seconds).toFixed(seconds < 10 ? 2 : 1)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${pad((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
}

/** An estimated duration, without fractions of seconds. */
export const remaining = (seconds) => (finite(seconds) !== null && seconds < 60 ? `${Math.max(0, Math.ceil(seconds))} s` : duration(seconds));

const pad = (value) => String(Math.floor(value)).padStart(2, '0');

/** A time in milliseconds; null if there is none. */
export const millis = (instant) => (typeof instant === 'string' ? finite(Date.parse(instant)) : null);

/** The age of a time. */
export function age(instant, now = Date.now()) {
  const then = millis(instant);
  if (then === null) return NONE;
  const seconds = Math.max(0, (now - then) / 1_000);
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** A time in the browser's time zone. */
export function moment(instant) {
  const then = millis(instant);
  return then === null ? NONE : new Date(then).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

const counts = new Intl.NumberFormat('en', { useGrouping: true });

/** An integer with grouped thousands, and optionally the noun that it counts. */
export function count(value, singular, plural = `${singular}s`) {
  const text = finite(value) === null ? otherwise(value) : counts.format(value);
  return singular ? `${text} ${value === 1 ? singular : plural}` : text;
}

/** A value of a specification: a number, a name, a list of layers, an object. */
export function plain(value, depth = 0) {
  if (value == null) return NONE;
  if (typeof value !== 'object') return String(value);
  if (depth === MAX_DEPTH) return '…';
  if (Array.isArray(value)) return `[${value.map((each) => plain(each, depth + 1)).join(', ')}]`;
  return `{ ${Object.entries(value).map(([key, each]) => `${key}: ${plain(each, depth + 1)}`).join(', ')} }`;
}

/** A key that is the same for equal values. */
export const keyOf = (value) => JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? `${each}n` : each)) ?? 'undefined';

/** The last word of a path such as `training.optimizer.learningRate`. */
export const shortPath = (path) => String(path).slice(String(path).lastIndexOf('.') + 1);

/** The value at a path. */
export const at = (object, path) => String(path).split('.').reduce((value, key) => value?.[key], object);

/** A specification as a flat list of paths and values. */
export function flat(object, prefix = '', depth = 0) {
  if (object === null || typeof object !== 'object') return [];
  return Object.entries(object).flatMap(([key, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && depth < MAX_DEPTH
      ? flat(value, `${prefix}${key}.`, depth + 1)
      : [[prefix + key, value]],
  );
}
