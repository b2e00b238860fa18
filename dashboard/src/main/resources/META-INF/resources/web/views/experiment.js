import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isFinal, MOST_CURVES } from '../data/feed.js';
import { inRanges, rangesText, variedPaths } from '../data/trials.js';
import { age, count, duration, moment, percent, remaining } from '../format.js';
import { Actions } from '../parts/actions.js';
import { CurvesPanel } from '../parts/curves-panel.js';
import { ParametersPanel } from '../parts/parameters-panel.js';
import { ReferencePanel } from '../parts/reference-panel.js';
import { SpecificationPanel } from '../parts/specification-panel.js';
import { Connection, countsText, Failed, Figure, Loading, Progress, State } from '../parts/status.js';
import { TrialsTable } from '../parts/trials-table.js';
import { useColours } from '../parts/use-colours.js';
import { useFeed, useNow } from '../parts/use-feed.js';
import { useQuery } from '../router.js';
import { tags } from '../tags.js';

const { a, div, h1, p } = tags;

/** An experiment: how it goes, the curves of its trials, and what came out of it. */
export function ExperimentView({ id, settings }) {
  const feed = useFeed(id);
  const experiment = feed?.experiment;
  useEffect(() => {
    document.title = `${experiment?.name ?? 'Experiment'} · Lossline`;
  }, [experiment?.name]);
  if (!experiment) {
    return feed?.problem ? h(Failed, { problem: feed.problem, retry: () => feed.start() }) : h(Loading, { what: 'the experiment' });
  }
  return h(Known, { feed, settings });
}

function Known({ feed, settings }) {
  const [marked, setMarked] = useState(null);
  const [only, setOnly] = useQuery('only', '');
  const { experiment } = feed;
  const trials = [...feed.trials.values()].sort((one, other) => one.number - other.number);
  const paths = variedPaths(experiment, trials);
  const colours = useColours(trials, paths);
  const drawn = trials.slice(0, MOST_CURVES);
  const asked = only ? trials.map(({ number }) => number).filter(inRanges(only)) : [];
  const chosen = asked.length > 0 ? new Set(asked) : null;
  const choose = (numbers) => setOnly(numbers ? rangesText(numbers) : '');
  return div(
    { class: 'view' },
    h(Head, { experiment, feed, settings }),
    experiment.notice && p({ class: 'notice', role: 'status' }, experiment.notice),
    h(CurvesPanel, { feed, trials: drawn, paths, colours, chosen, marked, onMark: setMarked }),
    trials.length > drawn.length && p({ class: 'quiet' }, `Curves of the first ${count(MOST_CURVES)} trials; the table has all.`),
    experiment.specification.reference && h(ReferencePanel, { id: experiment.id, trials, paths }),
    trials.length > 1 && paths.length > 0 && h(ParametersPanel, { trials, paths, colours, chosen, marked, onBrush: choose, onMark: setMarked }),
    h(TrialsTable, { experiment, trials, paths, colours, chosen, marked, onMark: setMarked, onClear: () => choose(null) }),
    h(SpecificationPanel, { specification: experiment.specification, id: experiment.id }),
  );
}

/** What an experiment without an estimate waits for. */
function waiting({ total, completed, failed, cancelled }) {
  return completed + failed + cancelled === total ? 'last models are being evaluated' : 'no estimate yet';
}

function Head({ experiment, feed, settings }) {
  const now = useNow(isFinal(experiment.state) ? 30_000 : 1_000);
  const { id, name, state, trials, progress, specification } = experiment;
  const started = experiment.startedAt && Date.parse(experiment.startedAt);
  const ended = experiment.finishedAt ? Date.parse(experiment.finishedAt) : now;
  const left = state === 'running' && experiment.estimatedEnd ? (Date.parse(experiment.estimatedEnd) - now) / 1_000 : null;
  // The feed knows epochs before the tables do.
  const done = [...feed.trials.values()].reduce((sum, trial) => sum + trial.epoch, 0);
  const all = [...feed.trials.values()].reduce((sum, trial) => sum + trial.epochs, 0);
  return div(
    { class: 'head' },
    div(
      { class: 'title' },
      h1(name),
      h(State, { state }),
      h(Connection, { state: feed.connection }),
    ),
    div(
      { class: 'title-actions' },
      h(Actions, { experiment, onDone: () => feed.refreshSoon() }),
      settings.grafana &&
        a({ class: 'button', href: `${settings.grafana}/d/lossline-experiment?var-experiment=${id}`, rel: 'noreferrer' }, 'Grafana'),
    ),
    div(
      { class: 'figures-row' },
      div(
        { class: 'figure wide' },
        tags.span({ class: 'name' }, 'Progress'),
        h(Progress, { value: all ? done / all : progress, label: 'Progress of the experiment', state }),
        tags.span({ class: 'note' }, `${countsText(trials)}`),
      ),
      h(Figure, {
        name: 'Best test accuracy',
        value: percent(experiment.bestAccuracy),
        href: experiment.bestTrial && `/trials/${experiment.bestTrial}`,
        note: experiment.bestTrial ? `trial ${experiment.bestTrial.split('.').at(-1)}` : 'after the first evaluation',
      }),
      h(Figure, {
        name: 'Time',
        value: started ? duration(Math.max(0, (ended - started) / 1_000)) : '–',
        note: left > 0 ? `${remaining(left)} left` : isFinal(state) ? 'from first start to last result' : waiting(trials),
      }),
      h(Figure, { name: 'Dataset', value: specification.dataset, note: `${count(trials.total, 'trial')} on ${specification.device.join(', ')}` }),
      h(Figure, { name: 'Submitted', value: age(experiment.submittedAt, now), note: moment(experiment.submittedAt) }),
    ),
  );
}
