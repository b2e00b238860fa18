import { isDark } from '../theme.js';

/** Paul Tol's "vibrant" scheme, distinct for colour-blind people: https://personal.sron.nl/~pault/ */
const DISTINCT = ['#0077bb', '#ee7733', '#009988', '#ee3377', '#33bbee', '#cc3311', '#8a8a8a'];

/** Points of viridis, whose lightness rises evenly: https://bids.github.io/colormap/ */
const VIRIDIS = [
  [68, 1, 84], [72, 40, 120], [62, 74, 137], [49, 104, 142], [38, 130, 142],
  [31, 158, 137], [53, 183, 121], [110, 206, 88], [181, 222, 43], [253, 231, 37],
];

/** How many things the distinct colours can tell apart. */
export const MOST_DISTINCT = DISTINCT.length;

/** The i-th distinct colour. */
export const distinct = (i) => DISTINCT[i % DISTINCT.length];

/** A colour of an ordered scale for a fraction from 0 to 1; the end that the background would swallow is left out. */
export function sequential(fraction) {
  const [from, to] = isDark() ? [0.3, 1] : [0, 0.82];
  const place = (from + (to - from) * Math.min(1, Math.max(0, fraction))) * (VIRIDIS.length - 1);
  const low = Math.min(Math.floor(place), VIRIDIS.length - 2);
  const mixed = VIRIDIS[low].map((c, i) => Math.round(c + (VIRIDIS[low + 1][i] - c) * (place - low)));
  return `rgb(${mixed.join(' ')})`;
}

/** A scale for values of one kind: few or unordered ones get distinct colours, many numbers an ordered scale. */
export function colourScale(values) {
  const keys = [...new Set(values.map((value) => JSON.stringify(value)))];
  const numbers = values.filter((value) => typeof value === 'number');
  if (keys.length <= 5 || numbers.length < values.length) {
    const sorted = numbers.length === values.length ? keys.sort((a, b) => JSON.parse(a) - JSON.parse(b)) : keys;
    return (value) => distinct(sorted.indexOf(JSON.stringify(value)));
  }
  const place = placing(numbers);
  return (value) => sequential(place(value));
}

/** Whether numbers are so far apart that only a logarithm tells them apart. */
export const spreads = (numbers, ratio = 50) => Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) >= ratio;

function placing(numbers) {
  const scale = spreads(numbers) ? Math.log : Number;
  const low = scale(Math.min(...numbers));
  const high = scale(Math.max(...numbers));
  return (value) => (high === low ? 0.5 : (scale(value) - low) / (high - low));
}
