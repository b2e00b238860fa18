import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadPlot, tickText } from '../chart/plot.js';
import { ScatterChart } from '../chart/scatter-chart.js';
import { variedValue } from '../data/trials.js';
import { percent, shortPath } from '../format.js';
import { useQuery } from '../router.js';
import { tags } from '../tags.js';
import { isDark } from '../theme.js';
import { Choice, Panel } from './status.js';

const { div, p } = tags;

const RESULTS = {
  accuracy: { label: 'Test accuracy', value: (trial) => trial.testAccuracy, text: (value) => (value == null ? '' : percent(value, 1)) },
  loss: { label: 'Training loss', value: (trial) => trial.trainingLoss, text: tickText },
  seconds: { label: 'Seconds', value: (trial) => trial.seconds || null, text: tickText },
};

/** Each varied parameter against the result, one chart a parameter; a rectangle in any of them chooses trials. */
export function ParametersPanel({ trials, paths, colours, chosen, marked, onBrush, onMark }) {
  const evaluated = trials.some((trial) => trial.testAccuracy != null);
  const [result, setResult] = useQuery('result', evaluated ? 'accuracy' : 'loss');
  const known = trials.filter((trial) => RESULTS[result].value(trial) != null);
  const options = Object.fromEntries(Object.entries(RESULTS).map(([key, { label }]) => [key, label]));
  return h(
    Panel,
    {
      title: 'Parameters and result',
      id: 'parameters',
      tools: h(Choice, { name: 'Result', value: result, options, onChange: setResult }),
    },
    known.length === 0
      ? div({ class: 'empty small' }, p(`No trial has a ${RESULTS[result].label.toLowerCase()} yet.`))
      : div(
          { class: 'scatters' },
          paths.slice(0, 8).map((path) => h(Scatter, { key: path, path, known, result, colours, chosen, marked, onBrush, onMark })),
        ),
    known.length > 0 && p({ class: 'quiet hint' }, 'Draw a rectangle to look at the trials within; a click takes it back.'),
  );
}

function Scatter({ path, known, result, colours, chosen, marked, onBrush, onMark }) {
  const host = useRef();
  const chart = useRef();
  const calls = useRef({});
  calls.current = { onBrush, onMark };
  const { label, value, text } = RESULTS[result];
  const show = () =>
    chart.current?.show(
      known.map((trial) => ({
        number: trial.number,
        value: variedValue(trial, path),
        result: value(trial),
        fill: colours.colourOf(trial),
        dim: Boolean(chosen && !chosen.has(trial.number)),
        marked: marked === trial.number,
      })),
      { label: shortPath(path), resultLabel: label, resultText: text, logResult: false, dark: isDark() },
    );
  useEffect(() => {
    let gone = false;
    loadPlot().then((uPlot) => {
      if (gone) return;
      chart.current = new ScatterChart(uPlot, host.current, {
        onBrush: (numbers) => calls.current.onBrush(numbers),
        onMark: (number) => calls.current.onMark(number),
      });
      show();
    });
    return () => {
      gone = true;
      chart.current?.destroy();
    };
  }, []);
  useEffect(show);
  return div({ class: 'scatter', role: 'img', 'aria-label': `${label} against ${path}; the table of trials has the values.` }, div({ ref: host }));
}
