import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { MAX_CURVES } from '../data/feed.js';
import { isFinal } from '../data/states.js';
import { inRanges, rangesText, variedPaths } from '../data/trials.js';
import { age, count, duration, millis, moment, NONE, percent, remaining } from '../format.js';
import { Actions } from '../parts/actions.js';
import { CurvesPanel } from '../parts/curves-panel.js';
import { Part } from '../parts/guard.js';
import { ParametersPanel } from '../parts/parameters-panel.js';
import { ReferencePanel } from '../parts/reference-panel.js';
import { SpecificationPanel } from '../parts/specification-panel.js';
import { Connection, countsText, Failed, Figure, Loading, Progress, State } from '../parts/status.js';
import { TrialsTable } from '../parts/trials-table.js';
import { useColours } from '../parts/use-colours.js';
import { useChanges, useFeed, useNow } from '../parts/use-feed.js';
import { useQuery } from '../router.js';
import { tags } from '../tags.js';

const { a, div, h1, p } = tags;

/** An experiment: its progress, the curves of its trials, and their results. */
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
  const drawn = trials.slice(0, MAX_CURVES);
  const asked = only ? trials.map(({ number }) => number).filter(inRanges(only)) : [];
  const chosen = asked.length > 0 ? new Set(asked) : null;
  const choose = (numbers) => setOnly(numbers ? rangesText(numbers) : '');
  return div(
    { class: 'view' },
    h(Part, { title: 'Summary', of: Head, feed, settings }),
    experiment.notice && p({ class: 'notice', role: 'status' }, experiment.notice),
    h(Part, { title: 'Curves', of: CurvesPanel, feed, trials: drawn, paths, colours, chosen, marked, onMark: setMarked }),
    trials.length > drawn.length && p({ class: 'quiet' }, `Curves of the first ${count(MAX_CURVES)} trials are shown; the table has all.`),
    experiment.specification.reference && h(Part, { title: 'Published and measured', of: ReferencePanel, id: experiment.id, trials, paths }),
    trials.length > 1 &&
      paths.length > 0 &&
      h(Part, { title: 'Parameters and results', of: ParametersPanel, trials, paths, colours, chosen, marked, onBrush: choose, onMark: setMarked }),
    h(Part, { title: 'Trials', of: TrialsTable, experiment, bestTrial: feed.summary.bestTrial, trials, paths, colours, chosen, marked, onMark: setMarked, onClear: () => choose(null) }),
    h(Part, { title: 'Specification', of: SpecificationPanel, id: experiment.id }),
  );
}

/** What an experiment without an estimate is waiting for. */
function waiting({ total, completed, failed, cancelled }) {
  return completed + failed + cancelled === total ? 'evaluating the last models' : 'no estimate yet';
}

/** State, counts, progress and best trial, consistent with the curves. */
function Head({ feed, settings }) {
  useChanges(feed);
  const { experiment } = feed;
  const { id, name, specification } = experiment;
  const { state, counts, progress, bestTrial, bestAccuracy } = feed.summary;
  const now = useNow(isFinal(state) ? 30_000 : 1_000);
  const started = millis(experiment.startedAt);
  const ended = millis(experiment.finishedAt) ?? now;
  const end = millis(experiment.estimatedEnd);
  const left = state === 'running' && end !== null ? (end - now) / 1_000 : null;
  return div(
    { class: 'head' },
    div(
      { class: 'title' },
      h1(name),
      h(State, { state }),
      h(Connection, { state: isFinal(state) ? 'ended' : feed.connection }),
    ),
    div(
      { class: 'title-actions' },
      h(Actions, { experiment, state, trials: counts, onDone: () => feed.refreshSoon() }),
      settings.grafana &&
        a({ class: 'button', href: `${settings.grafana}/d/lossline-experiment?var-experiment=${id}`, rel: 'noreferrer' }, 'Grafana'),
    ),
    div(
      { class: 'figures-row' },
      div(
        { class: 'figure wide' },
        tags.span({ class: 'name' }, 'Progress'),
        h(Progress, { value: progress, label: 'Progress of the experiment', state }),
        tags.span({ class: 'note' }, countsText(counts)),
      ),
      h(Figure, {
        name: 'Best test accuracy',
        value: percent(bestAccuracy),
        href: bestTrial && `/trials/${bestTrial}`,
        note: bestTrial ? `trial ${bestTrial.split('.').at(-1)}` : 'after the first evaluation',
      }),
      h(Figure, {
        name: 'Time',
        value: started === null ? NONE : duration(Math.max(0, (ended - started) / 1_000)),
        note: left > 0 ? `${remaining(left)} left` : isFinal(state) ? 'from first start to last result' : waiting(counts),
      }),
      h(Figure, { name: 'Dataset', value: specification.dataset, note: `${count(counts.total, 'trial')} on ${specification.device.join(', ')}` }),
      h(Figure, { name: 'Submitted', value: age(experiment.submittedAt, now), note: moment(experiment.submittedAt) }),
    ),
  );
}
