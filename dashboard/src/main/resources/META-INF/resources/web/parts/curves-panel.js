import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CurveChart, dimmed } from '../chart/curve-chart.js';
import { loadPlot, tickText } from '../chart/plot.js';
import { METRICS } from '../data/curve.js';
import { isFinal } from '../data/feed.js';
import { variedText } from '../data/trials.js';
import { count, decimal, duration, percent } from '../format.js';
import { useQuery } from '../router.js';
import { tags } from '../tags.js';
import { isDark, onThemeChange } from '../theme.js';
import { Choice, Panel, Select } from './status.js';

const { button, div, p, span, strong } = tags;

const CLOSER = { '+': 2, '-': 0.5 };

/** Live curves of all trials. `chosen` holds the numbers of those that are looked at; null for all. */
export function CurvesPanel({ feed, trials, paths, colours, chosen, marked, onMark }) {
  const [metric, setMetric] = useQuery('metric', 'trainingLoss');
  const [x, setX] = useQuery('x', 'epoch');
  const [scale, setScale] = useQuery('y', 'linear');
  const [read, setRead] = useState(null);
  const [cut, setCut] = useState(false);
  const host = useRef();
  const chart = useRef();
  const update = useRef(() => {});
  update.current = () => {
    if (!chart.current) return;
    const series = [];
    for (const trial of trials) {
      const curve = feed.curves.get(trial.number);
      if (!curve?.has(metric)) continue;
      const accent = colours.colourOf(trial);
      const dim = chosen && !chosen.has(trial.number);
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
      });
    }
    series.sort((one, other) => Number(other.dim ?? false) - Number(one.dim ?? false));
    chart.current.show(series, {
      logY: scale === 'log',
      whole: x === 'epoch',
      xLabel: x === 'epoch' ? 'Epoch' : 'Seconds of training',
      yLabel: METRICS[metric].label,
      yText: metric === 'validationAccuracy' ? (value) => (value == null ? '' : percent(value, 1)) : tickText,
      dark: isDark(),
      live: trials.some((trial) => !isFinal(trial.state)),
      most: x === 'epoch' ? Math.max(...trials.map((trial) => trial.epochs)) : Infinity,
    });
  };

  useEffect(() => {
    let gone = false;
    const draw = () => update.current();
    loadPlot().then((uPlot) => {
      if (gone) return;
      chart.current = new CurveChart(uPlot, host.current, { onHover: onMark, onRead: setRead, onCut: setCut });
      host.current.chart = chart.current;
      draw();
    });
    feed.addEventListener('curves', draw);
    const unfollow = onThemeChange(() => setTimeout(draw));
    return () => {
      gone = true;
      feed.removeEventListener('curves', draw);
      unfollow();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [feed]);
  useEffect(() => update.current());
  useEffect(() => chart.current?.highlight(marked), [marked]);

  const has = (name) => trials.some((trial) => feed.curves.get(trial.number)?.has(name));
  const metrics = Object.fromEntries(Object.entries(METRICS).map(([key, { label }]) => [key, label]));
  const keys = (event) => {
    const { key } = event;
    if (!/^(Arrow.*|Home|End|[+\-0])$/.test(key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (key === '0') chart.current?.resetZoom();
    else if (key in CLOSER) chart.current?.zoomBy(CLOSER[key], read && read.series.x[read.i]);
    else chart.current?.hover?.step(key);
  };
  return h(
    Panel,
    {
      title: 'Curves',
      id: 'curves',
      tools: [
        h(Choice, { name: 'Metric', value: metric, options: metrics, onChange: setMetric }),
        h(Choice, { name: 'Horizontal axis', value: x, options: { epoch: 'Epochs', seconds: 'Seconds' }, onChange: setX }),
        h(Choice, { name: 'Vertical scale', value: scale, options: { linear: 'Linear', log: 'Log' }, onChange: setScale }),
        trials.length > 1 && h(Select, { name: 'Colour by', value: colours.by, options: colours.options, onChange: colours.setBy }),
        button({ type: 'button', class: 'small', onClick: () => chart.current?.resetZoom() }, 'Whole curve'),
      ],
    },
    div(
      {
        class: 'chart',
        role: 'group',
        tabIndex: 0,
        'aria-label': `${METRICS[metric].label} of ${count(trials.length, 'trial')}. Arrow keys read the curves; the table below has the results.`,
        onKeyDown: keys,
      },
      div({ ref: host, class: 'canvas', 'aria-hidden': 'true' }),
      !has(metric) && h(NoCurve, { metric, has, trials }),
      h(Reading, { read, metric, paths }),
    ),
    cut && p({ class: 'hint warning' }, `A curve leaves the chart at the top: ${scale === 'log' ? 'it has diverged beyond all bounds.' : 'it is more than 100 times above where curves begin. Log shows more of it.'}`),
    p({ class: 'quiet hint' }, 'Drag to look closer, double-click for the whole curve. With the keyboard: arrow keys along a curve and from trial to trial, + and − to look closer or from farther, 0 for the whole curve.'),
  );
}

function NoCurve({ metric, has, trials }) {
  const held = metric !== 'trainingLoss' && has('trainingLoss');
  const over = trials.every((trial) => isFinal(trial.state));
  return div(
    { class: 'no-curve' },
    p(held ? 'Nothing is held out for validation here.' : over ? 'No epoch was completed.' : 'The first epoch has not ended yet.'),
    held && p({ class: 'quiet' }, 'training.validationSplit: 0.1 in the specification gives these curves; the test split is in the table below.'),
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
