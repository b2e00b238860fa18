import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { spreads } from '../chart/colours.js';
import { loadPlot, percentTick, tickText } from '../chart/plot.js';
import { ScatterChart } from '../chart/scatter-chart.js';
import { variedValue } from '../data/trials.js';
import { count, decimal, duration, percent, plain, shortPath } from '../format.js';
import { navigate, useQuery } from '../router.js';
import { useFault } from './guard.js';
import { tags } from '../tags.js';
import { isDark } from '../theme.js';
import { Choice, KeyHelp, Panel } from './status.js';

const { div, p, span, strong } = tags;

/** If losses differ by more than this factor, some trials have diverged. */
const DIVERGED = 1_000;

const RESULTS = {
  accuracy: { label: 'Test accuracy', value: (trial) => trial.testAccuracy, text: percentTick, read: percent },
  loss: { label: 'Training loss', value: (trial) => trial.trainingLoss, text: tickText, read: decimal },
  seconds: { label: 'Seconds', value: (trial) => trial.seconds || null, text: tickText, read: duration },
};

/** The maximum number of parameter charts. */
const MAX_CHARTS = 8;

/** A scatter chart of the result for each varied parameter; drawing a rectangle selects trials. */
export function ParametersPanel({ trials, paths, colours, chosen, marked, onBrush, onMark }) {
  const evaluated = trials.some((trial) => trial.testAccuracy != null);
  const [asked, setResult] = useQuery('result', '');
  const result = Object.hasOwn(RESULTS, asked) ? asked : evaluated ? 'accuracy' : 'loss';
  // The chart with the current rectangle.
  const [drawn, setDrawn] = useState(null);
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
          paths.slice(0, MAX_CHARTS).map((path) => h(Scatter, {
              key: path,
              path,
              known,
              result,
              colours,
              chosen,
              marked,
              mine: chosen !== null && drawn === path,
              onBrush: (numbers) => {
                setDrawn(path);
                onBrush(numbers);
              },
              onMark,
            }),
          ),
        ),
    known.length > 0 && paths.length > MAX_CHARTS && p({ class: 'quiet hint' }, `${MAX_CHARTS} of ${count(paths.length)} parameters shown.`),
    known.length > 0 && p({ class: 'quiet hint' }, 'Drag a rectangle to select trials, click beside the points to clear the selection. Click a point to open its trial. On a touch screen: pinch to zoom, double-tap to reset.'),
    known.length > 0 && h(KeyHelp, { keys: 'Arrow keys move between points, Enter selects all trials with the same value, Escape clears the selection.' }),
  );
}

function Scatter({ path, known, result, colours, chosen, marked, mine, onBrush, onMark }) {
  const host = useRef();
  const chart = useRef();
  const calls = useRef({});
  const [read, setRead] = useState(null);
  calls.current = { onBrush, onMark, open: (number) => navigate(`/trials/${known.find((trial) => trial.number === number).id}`) };
  const guarded = useFault();
  const { label, value, text, read: readText } = RESULTS[result];
  const show = () => {
    chart.current?.show(
      known.map((trial) => ({
        number: trial.number,
        value: variedValue(trial, path),
        result: value(trial),
        fill: colours.colourOf(trial),
        dim: Boolean(chosen && !chosen.has(trial.number)),
        marked: marked === trial.number,
      })),
      { label: shortPath(path), resultLabel: label, resultText: text, logResult: result === 'loss' && spreads(known.map(value), DIVERGED), dark: isDark() },
    );
    if (!mine) chart.current?.clear();
  };
  useEffect(() => {
    let gone = false;
    const begin = (uPlot) => {
      if (gone || !host.current) return;
      chart.current = new ScatterChart(uPlot, host.current, {
        onBrush: (numbers) => calls.current.onBrush(numbers),
        onRead: (point) => {
          setRead(point);
          calls.current.onMark(point?.number ?? null);
        },
        onOpen: (number) => calls.current.open(number),
      });
      host.current.chart = chart.current;
      guarded(show);
    };
    loadPlot().then(begin, (cause) => gone || guarded(() => { throw cause; }));
    return () => {
      gone = true;
      guarded(() => chart.current?.destroy());
    };
  }, []);
  useEffect(show);
  const press = (event) => {
    if (!/^(Arrow.*|Home|End|Enter|Escape)$/.test(event.key)) return;
    event.preventDefault();
    chart.current?.press(event.key);
  };
  return div(
    {
      class: 'scatter',
      role: 'group',
      tabIndex: 0,
      'aria-label': `${label} against ${path} of ${count(known.length, 'trial')}. Arrow keys read the points, Enter selects all trials of a value.`,
      onKeyDown: press,
      onBlur: () => chart.current?.read(null),
    },
    div({ ref: host, 'aria-hidden': 'true' }),
    read
      ? div(
          { class: 'reading', role: 'status', style: { '--left': `${read.left}px`, '--top': `${read.top}px` } },
          strong(span({ class: 'chip', style: { background: read.fill }, 'aria-hidden': 'true' }), `Trial ${read.number}`),
          span(`${shortPath(path)} ${plain(read.value)}`),
          span({ class: 'figures' }, `${label.toLowerCase()} ${readText(read.result)}`),
        )
      : div({ class: 'unseen', role: 'status' }),
  );
}
