import { useMemo } from 'preact/hooks';
import { colourScale, distinct, MOST_DISTINCT, sequential } from '../chart/colours.js';
import { dimmed } from '../chart/curve-chart.js';
import { variedValue } from '../data/trials.js';
import { percent, plain, shortPath } from '../format.js';
import { useOption } from '../router.js';
import { isDark } from '../theme.js';

/** The colour of each trial, and the legend. */
function colouring(by, trials, paths) {
  if (by === 'accuracy') return byAccuracy(trials);
  if (paths.includes(by)) {
    const { colourOf, legend } = colourScale(trials.map((trial) => variedValue(trial, by)), plain);
    return { colourOf: (trial) => colourOf(variedValue(trial, by)), legend };
  }
  const places = new Map(trials.map((trial, i) => [trial.number, i]));
  if (trials.length <= MOST_DISTINCT) {
    return {
      colourOf: (trial) => distinct(places.get(trial.number)),
      legend: { list: trials.map((trial, i) => ({ colour: distinct(i), text: `Trial ${trial.number}` })) },
    };
  }
  return {
    colourOf: (trial) => sequential(places.get(trial.number) / (trials.length - 1)),
    legend: { ramp: [`Trial ${trials[0].number}`, `Trial ${trials.at(-1).number}`] },
  };
}

function byAccuracy(trials) {
  const values = trials.map((trial) => trial.testAccuracy).filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = values.length < trials.length ? [{ colour: dimmed(), text: 'not evaluated' }] : [];
  return {
    colourOf: (trial) => (trial.testAccuracy === null ? dimmed() : sequential(high === low ? 1 : (trial.testAccuracy - low) / (high - low))),
    legend: { ramp: values.length > 0 ? [percent(low), percent(high)] : null, list: missing },
  };
}

/** The colours of trials, shared by all parts of a view, and the value they encode, which is kept in the address. */
export function useColours(trials, paths) {
  const otherwise = trials.length <= MOST_DISTINCT || paths.length === 0 ? 'trial' : paths[0];
  const options = { trial: 'Trial', ...Object.fromEntries(paths.map((path) => [path, shortPath(path)])), accuracy: 'Test accuracy' };
  const [by, setBy] = useOption('colour', options, otherwise);
  const accuracies = by === 'accuracy' && trials.map((trial) => trial.testAccuracy).join();
  const numbers = by === 'trial' && trials.map((trial) => trial.number).join();
  const { colourOf, legend } = useMemo(
    () => colouring(by, trials, paths),
    [by, trials.length, numbers, paths.join(), accuracies, isDark()],
  );
  return { by, setBy, options, colourOf, legend };
}
