import { useMemo } from 'preact/hooks';
import { colourScale, distinct, MOST_DISTINCT, sequential } from '../chart/colours.js';
import { dimmed } from '../chart/curve-chart.js';
import { variedValue } from '../data/trials.js';
import { shortPath } from '../format.js';
import { useQuery } from '../router.js';
import { isDark } from '../theme.js';

function colouring(by, trials, paths) {
  if (by === 'accuracy') {
    const values = trials.map((trial) => trial.testAccuracy).filter((value) => value != null);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (trial) =>
      trial.testAccuracy == null ? dimmed() : sequential(high === low ? 1 : (trial.testAccuracy - low) / (high - low));
  }
  if (paths.includes(by)) {
    const scale = colourScale(trials.map((trial) => variedValue(trial, by)));
    return (trial) => scale(variedValue(trial, by));
  }
  const places = new Map(trials.map((trial, i) => [trial.number, i]));
  if (trials.length <= MOST_DISTINCT) return (trial) => distinct(places.get(trial.number));
  return (trial) => sequential(places.get(trial.number) / (trials.length - 1));
}

/** The colours of trials, the same in all parts of a view, and what they follow: a part of the address. */
export function useColours(trials, paths) {
  const otherwise = trials.length <= MOST_DISTINCT || paths.length === 0 ? 'trial' : paths[0];
  const [asked, setBy] = useQuery('colour', '');
  const by = asked || otherwise;
  const options = { trial: 'Trial', ...Object.fromEntries(paths.map((path) => [path, shortPath(path)])), accuracy: 'Test accuracy' };
  const accuracies = by === 'accuracy' && trials.map((trial) => trial.testAccuracy).join();
  const colourOf = useMemo(() => colouring(by, trials, paths), [by, trials.length, paths.join(), accuracies, isDark()]);
  return { by, setBy, options, colourOf };
}
