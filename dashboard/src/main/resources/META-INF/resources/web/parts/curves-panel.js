import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CurveChart, dimmed } from '../chart/curve-chart.js';
import { loadPlot, percentTick, tickText } from '../chart/plot.js';
import { METRICS } from '../data/curve.js';
import { isFinal } from '../data/states.js';
import { variedText } from '../data/trials.js';
import { count, decimal, duration, percent } from '../format.js';
import { navigate, useOption } from '../router.js';
import { tags } from '../tags.js';
import { isDark, onThemeChange } from '../theme.js';
import { useFault } from './guard.js';
import { Legend } from './legend.js';
import { Choice, KeyHelp, Panel, Select } from './status.js';

const { button, div, p, span, strong } = tags;

const ZOOM_KEYS = { '+': 2, '-': 0.5 };
const HINT = 'Drag to zoom, double-click to reset. On a touch screen: pinch to zoom, double-tap to reset.';

const AXES = { epoch: 'Epochs', seconds: 'Seconds' };
const SCALES = { linear: 'Linear', log: 'Log' };

/** The series of trials with a metric; unselected ones are dimmed and drawn behind the others. */
function seriesOf(feed, trials, { metric, x, colours, chosen }) {
  const series = [];
  for (const trial of trials) {
    const curve = feed.curves.get(trial.number);
    if (!curve?.has(metric)) continue;
    const accent = colours.colourOf(trial);
    const dim = Boolean(chosen && !chosen.has(trial.number));
    series.push({
      number: trial.number,
      label: `Trial ${trial.number}`,
      trial,
      accent,
      stroke: dim ? dimmed() : accent,
      dim,
      x: x === 'epoch' ? curve.epoch : curve.elapsed,
      epoch: curve.epoch,
      y: curve[metric],
      gaps: curve.gaps.has(metric),
    });
  }
  return series.sort((one, other) => Number(other.dim) - Number(one.dim));
}

/**
 * Live curves of all trials. `chosen` holds the numbers of the selected trials, null for all; `opens` says whether a
 * click on a curve opens its trial.
 */
export function CurvesPanel({ feed, trials, paths, colours, chosen, marked, onMark, opens = true }) {
  const metrics = Object.fromEntries(Object.entries(METRICS).map(([key, { label }]) => [key, label]));
  const [metric, setMetric] = useOption('metric', metrics, 'trainingLoss');
  const [x, setX] = useOption('x', AXES, 'epoch');
  const [scale, setScale] = useOption('y', SCALES, 'linear');
  const [read, setRead] = useState(null);
  const [cut, setCut] = useState(false);
  const guarded = useFault();
  const host = useRef();
  const chart = useRef();
  const update = useRef(() => {});
  update.current = () =>
    chart.current?.show(seriesOf(feed, trials, { metric, x, colours, chosen }), {
      logY: scale === 'log',
      whole: x === 'epoch',
      xLabel: x === 'epoch' ? 'Epoch' : 'Seconds of training',
      yLabel: METRICS[metric].label,
      yText: metric === 'validationAccuracy' ? percentTick : tickText,
      dark: isDark(),
      live: trials.some((trial) => !isFinal(trial.state)),
      most: x === 'epoch' ? Math.max(...trials.map((trial) => trial.epochs)) : Infinity,
    });
  const open = (number) => {
    const trial = opens && feed.trials.get(number);
    if (trial) navigate(`/trials/${trial.id}`);
  };

  useEffect(() => {
    let gone = false;
    const draw = () => guarded(() => update.current());
    const begin = (uPlot) => {
      if (gone || !host.current) return;
      chart.current = new CurveChart(uPlot, host.current, { onHover: onMark, onRead: setRead, onCut: setCut, onOpen: open, onFault: guarded });
      host.current.chart = chart.current;
      draw();
    };
    loadPlot().then(begin, (cause) => gone || guarded(() => { throw cause; }));
    feed.addEventListener('curves', draw);
    const unfollow = onThemeChange(() => setTimeout(draw));
    return () => {
      gone = true;
      feed.removeEventListener('curves', draw);
      unfollow();
      guarded(() => chart.current?.destroy());
      chart.current = null;
    };
  }, [feed]);
  useEffect(() => update.current());
  useEffect(() => chart.current?.highlight(marked), [marked]);

  const has = (name) => trials.some((trial) => feed.curves.get(trial.number)?.has(name));
  const keys = (event) => {
    const { key } = event;
    if (!/^(Arrow.*|Home|End|Enter|[+\-0])$/.test(key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (key === '0') chart.current?.resetZoom();
    else if (key === 'Enter') read && open(read.series.number);
    else if (key in ZOOM_KEYS) chart.current?.zoomBy(ZOOM_KEYS[key], read && read.series.x[read.i]);
    else chart.current?.hover?.step(key);
  };
  return h(
    Panel,
    {
      title: 'Curves',
      id: 'curves',
      tools: [
        h(Choice, { name: 'Metric', value: metric, options: metrics, onChange: setMetric }),
        h(Choice, { name: 'Horizontal axis', value: x, options: AXES, onChange: setX }),
        h(Choice, { name: 'Vertical scale', value: scale, options: SCALES, onChange: setScale }),
        trials.length > 1 && h(Select, { name: 'Colour by', value: colours.by, options: colours.options, onChange: colours.setBy }),
        button({ type: 'button', class: 'small', onClick: () => chart.current?.resetZoom() }, 'Reset zoom'),
      ],
    },
    div(
      {
        class: `chart ${opens ? 'opens' : ''}`,
        role: 'group',
        tabIndex: 0,
        'aria-label': `${METRICS[metric].label} of ${count(trials.length, 'trial')}. Arrow keys read the curves; the table below has the results.`,
        onKeyDown: keys,
      },
      div({ ref: host, class: 'canvas', 'aria-hidden': 'true' }),
      !has(metric) && h(NoCurve, { metric, has, trials }),
      h(Reading, { read, metric, paths }),
    ),
    trials.length > 1 && has(metric) && h(Legend, { name: colours.options[colours.by], legend: colours.legend }),
    cut && p({ class: 'hint warning' }, scale === 'log' ? 'A curve has diverged beyond the top of the chart.' : 'A curve has diverged beyond the top of the chart. Choose Log to see more of it.'),
    p({ class: 'quiet hint' }, HINT, opens && ' Click a curve to open its trial.'),
    h(KeyHelp, { keys: `Arrow keys move along a curve and between trials,${opens ? ' Enter opens the trial,' : ''} + and − zoom, 0 resets the zoom.` }),
  );
}

function NoCurve({ metric, has, trials }) {
  const held = metric !== 'trainingLoss' && has('trainingLoss');
  const over = trials.every((trial) => isFinal(trial.state));
  return div(
    { class: 'no-curve' },
    p(held ? 'No validation data in this experiment.' : over ? 'No epoch was completed.' : 'No epoch has been completed yet.'),
    held && p({ class: 'quiet' }, 'Set training.validationSplit, such as 0.1, to hold out examples. Results on the test split are in the table below.'),
  );
}

function Reading({ read, metric, paths }) {
  if (!read) return div({ class: 'unseen', role: 'status' });
  const { series, i, left, top } = read;
  const value = metric === 'validationAccuracy' ? percent(series.y[i]) : decimal(series.y[i]);
  const at = series.x === series.epoch ? '' : ` · ${duration(series.x[i])}`;
  return div(
    { class: 'reading', role: 'status', style: { '--left': `${left}px`, '--top': `${top}px` } },
    strong(span({ class: 'chip', style: { background: series.accent }, 'aria-hidden': 'true' }), series.label),
    paths.length > 0 && span(variedText(series.trial, paths)),
    span({ class: 'figures' }, `epoch ${count(series.epoch[i])}${at} · ${value}`),
  );
}
