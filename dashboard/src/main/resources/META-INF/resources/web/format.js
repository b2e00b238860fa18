/** Shown where there is no value yet. */
export const NONE = '–';

/** A loss or another small number, in as many digits as tell it apart. */
export function decimal(value) {
  if (value == null) return NONE;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1_000 || size < 0.001) return value.toExponential(2);
  return size >= 100 ? value.toFixed(2) : value.toFixed(4);
}

/** A fraction as per cent. */
export const percent = (fraction, digits = 2) => (fraction == null ? NONE : `${(fraction * 100).toFixed(digits)} %`);

/** Seconds as people say them: 14.6 s, 3 min 05 s, 2 h 10 min. */
export function duration(seconds) {
  if (seconds == null || !Number.isFinite(seconds)) return NONE;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${pad((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
}

/** A time that is estimated: no fractions of seconds. */
export const remaining = (seconds) => (seconds < 60 ? `${Math.ceil(seconds)} s` : duration(seconds));

const pad = (value) => String(Math.floor(value)).padStart(2, '0');

/** How long ago a moment was. */
export function age(instant, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(instant)) / 1_000);
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** A moment in the reader's own time zone. */
export const moment = (instant) =>
  instant == null ? NONE : new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const counts = new Intl.NumberFormat('en', { useGrouping: true });

/** A whole number with its thousands apart, and the thing that is counted. */
export function count(value, singular, plural = `${singular}s`) {
  const text = counts.format(value);
  return singular ? `${text} ${value === 1 ? singular : plural}` : text;
}

/** A value of a specification: a number, a name, a list of layers, an object. */
export function plain(value) {
  if (value == null) return NONE;
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (typeof value === 'object') {
    return `{ ${Object.entries(value).map(([key, each]) => `${key}: ${plain(each)}`).join(', ')} }`;
  }
  return String(value);
}

/** The last word of a path such as `training.optimizer.learningRate`. */
export const shortPath = (path) => path.slice(path.lastIndexOf('.') + 1);

/** The value at a path. */
export const at = (object, path) => path.split('.').reduce((value, key) => value?.[key], object);

/** A specification as a flat list of paths and values. */
export function flat(object, prefix = '') {
  return Object.entries(object ?? {}).flatMap(([key, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? flat(value, `${prefix}${key}.`)
      : [[prefix + key, value]],
  );
}
