import { at, keyOf, plain, shortPath } from '../format.js';

/** The varied value of a trial at a path; the API has those that differ, the specification all. */
export function variedValue(trial, path) {
  return trial.varied?.[path] ?? at(trial.specification, path === 'seeds' ? 'seed' : path);
}

/** The order of two values: numbers by size, lists by their elements, what is not known last. NaN counts as equal: an order must be one. */
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

/** Numbers of trials as the address has them: `1-3,7`. */
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

/** Says of a number whether such a text has it. */
export function inRanges(text) {
  const ranges = text.split(',').map((range) => range.split('-').map(Number));
  return (number) => ranges.some(([from, to = from]) => number >= from && number <= to);
}

/** Paths that differ between trials, seeds and devices included. */
export function variedPaths(experiment, trials) {
  const paths = [...(experiment?.varied ?? [])];
  const differs = (key) => new Set(trials.map((trial) => trial.specification[key])).size > 1;
  for (const key of ['seed', 'device']) {
    if (!paths.includes(key) && !paths.includes(`${key}s`) && differs(key)) paths.push(key);
  }
  return paths.flatMap((path) => within(path, trials));
}

/** A value that is an object itself, such as an optimizer, is shown by the keys that all of them have and that differ. */
function within(path, trials) {
  const values = trials.map((trial) => variedValue(trial, path));
  if (values.length === 0 || !values.every((value) => value?.constructor === Object)) return [path];
  const keys = Object.keys(values[0]).filter((key) => values.every((value) => key in value));
  const differing = keys.filter((key) => new Set(values.map((value) => keyOf(value[key]))).size > 1);
  return differing.sort((one, other) => (other === 'type') - (one === 'type')).map((key) => `${path}.${key}`);
}

/** What tells a trial from the others, in words: `learningRate 0.1, seed 1`. */
export const variedText = (trial, paths) =>
  paths.map((path) => `${shortPath(path)} ${plain(variedValue(trial, path))}`).join(', ');
