import { at, keyOf, plain, shortPath } from '../format.js';

/** A trial's value at a path, from its varied values or its specification. */
export function variedValue(trial, path) {
  return trial.varied?.[path] ?? at(trial.specification, path === 'seeds' ? 'seed' : path);
}

/** Compares two values: numbers by size, lists by element, unknown values last. NaN compares as equal, to keep the order consistent. */
export function compare(one, other) {
  if (one == null || other == null) return (one == null) - (other == null);
  if (typeof one === 'number' && typeof other === 'number') return one - other || 0;
  if (Array.isArray(one) && Array.isArray(other)) {
    const i = one.findIndex((each, place) => place >= other.length || compare(each, other[place]) !== 0);
    if (i < 0) return one.length - other.length;
    return i >= other.length ? 1 : compare(one[i], other[i]);
  }
  return plain(one).localeCompare(plain(other), undefined, { numeric: true });
}

/** Formats trial numbers for the address: `1-3,7`. */
export const rangesText = (numbers) =>
  [...numbers]
    .sort((one, other) => one - other)
    .reduce((ranges, number) => {
      const last = ranges.at(-1);
      if (last && number === last[1] + 1) last[1] = number;
      else ranges.push([number, number]);
      return ranges;
    }, [])
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(',');

/** Returns a predicate for the numbers in such a text. */
export function inRanges(text) {
  const ranges = text.split(',').map((range) => range.split('-').map(Number));
  return (number) => ranges.some(([from, to = from]) => number >= from && number <= to);
}

/** Paths whose values differ between trials, including seeds and devices. */
export function variedPaths(experiment, trials) {
  const paths = [...(experiment?.varied ?? [])];
  const differs = (key) => new Set(trials.map((trial) => trial.specification[key])).size > 1;
  for (const key of ['seed', 'device']) {
    if (!paths.includes(key) && !paths.includes(`${key}s`) && differs(key)) paths.push(key);
  }
  return paths.flatMap((path) => within(path, trials));
}

/** An object value, such as an optimizer, is shown by its common keys that differ. */
function within(path, trials) {
  const values = trials.map((trial) => variedValue(trial, path));
  if (values.length === 0 || !values.every((value) => value?.constructor === Object)) return [path];
  const keys = Object.keys(values[0]).filter((key) => values.every((value) => key in value));
  const differing = keys.filter((key) => new Set(values.map((value) => keyOf(value[key]))).size > 1);
  return differing.sort((one, other) => (other === 'type') - (one === 'type')).map((key) => `${path}.${key}`);
}

/** The varied values of a trial as text: `learningRate 0.1, seed 1`. */
export const variedText = (trial, paths) =>
  paths.map((path) => `${shortPath(path)} ${plain(variedValue(trial, path))}`).join(', ');
