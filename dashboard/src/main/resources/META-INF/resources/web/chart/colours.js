import { compare } from '../data/trials.js';
import { finite, keyOf } from '../format.js';
import { isDark } from '../theme.js';

/** Paul Tol's "vibrant" scheme, distinct for colour-blind people: https://personal.sron.nl/~pault/ */
const DISTINCT = ['#0077bb', '#ee7733', '#009988', '#ee3377', '#33bbee', '#cc3311', '#8a8a8a'];

/** Samples of viridis, whose lightness increases evenly: https://bids.github.io/colormap/ */
const VIRIDIS = [
  [68, 1, 84], [72, 40, 120], [62, 74, 137], [49, 104, 142], [38, 130, 142],
  [31, 158, 137], [53, 183, 121], [110, 206, 88], [181, 222, 43], [253, 231, 37],
];

/** The number of distinct colours. */
export const MOST_DISTINCT = DISTINCT.length;

/** The i-th distinct colour. */
export const distinct = (i) => DISTINCT[i % DISTINCT.length];

/** A colour of the ordered scale for a fraction from 0 to 1, without the end that lacks contrast to the background. */
export function sequential(fraction) {
  const [from, to] = isDark() ? [0.3, 1] : [0, 0.82];
  const place = (from + (to - from) * Math.min(1, Math.max(0, fraction))) * (VIRIDIS.length - 1);
  const low = Math.min(Math.floor(place), VIRIDIS.length - 2);
  const mixed = VIRIDIS[low].map((c, i) => Math.round(c + (VIRIDIS[low + 1][i] - c) * (place - low)));
  return `rgb(${mixed.join(' ')})`;
}

/**
 * A colour scale: distinct colours for few values, an ordered scale for many. Its legend is either a list of
 * `{ colour, text }`, or the ends of a ramp with its colours.
 */
export function colourScale(values, text) {
  const byKey = new Map(values.map((value) => [keyOf(value), value]));
  const sorted = [...byKey.entries()].sort(([, one], [, other]) => compare(one, other));
  const places = new Map(sorted.map(([key], i) => [key, i]));
  if (sorted.length <= MOST_DISTINCT) {
    return {
      colourOf: (value) => distinct(places.get(keyOf(value)) ?? 0),
      legend: { list: sorted.map(([, value], i) => ({ colour: distinct(i), text: text(value) })) },
    };
  }
  const numeric = values.every((value) => finite(value) !== null);
  const place = numeric ? placing(values) : (value) => places.get(keyOf(value)) / (sorted.length - 1);
  return {
    colourOf: (value) => sequential(place(value)),
    legend: { ramp: [text(sorted[0][1]), text(sorted.at(-1)[1])], note: numeric && spreads(values) ? 'log scale' : null },
  };
}

/** The colours of a ramp, from its low end to its high one. */
export const rampColours = () => Array.from({ length: 9 }, (_, i) => sequential(i / 8));

/** Whether numbers need a logarithmic scale to be distinguished. */
export const spreads = (numbers, ratio = 50) => Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) >= ratio;

function placing(numbers) {
  const scale = spreads(numbers) ? Math.log : Number;
  const low = scale(Math.min(...numbers));
  const high = scale(Math.max(...numbers));
  return (value) => (high === low ? 0.5 : (scale(value) - low) / (high - low));
}
