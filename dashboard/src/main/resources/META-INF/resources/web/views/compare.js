import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { variedPaths } from '../data/trials.js';
import { count, decimal, duration, flat, percent, plain } from '../format.js';
import { ConfusionTable } from '../parts/confusion.js';
import { CurvesPanel } from '../parts/curves-panel.js';
import { Choice, Connection, Empty, Failed, Loading, Panel, State } from '../parts/status.js';
import { useColours } from '../parts/use-colours.js';
import { useEvaluations } from '../parts/use-evaluations.js';
import { useFeed } from '../parts/use-feed.js';
import { useQuery } from '../router.js';
import { tags } from '../tags.js';

const { a, caption, div, h1, h3, nav, p, section, table, tbody, td, th, thead, tr } = tags;

/** Trials of an experiment side by side. */
export function CompareView({ id }) {
  const feed = useFeed(id);
  const [picked] = useQuery('trials', '');
  const experiment = feed?.experiment;
  useEffect(() => {
    document.title = `Trials ${picked} of ${experiment?.name ?? 'an experiment'} · Lossline`;
  }, [experiment?.name, picked]);
  if (!experiment) {
    return feed?.problem ? h(Failed, { problem: feed.problem, retry: () => feed.start() }) : h(Loading, { what: 'the trials' });
  }
  return h(Known, { feed, picked });
}

function Known({ feed, picked }) {
  const [marked, setMarked] = useState(null);
  const { experiment } = feed;
  const { id } = experiment;
  const numbers = picked.split(',').map(Number).filter((number) => number > 0);
  const trials = numbers.map((number) => feed.trials.get(number)).filter(Boolean);
  const paths = variedPaths(experiment, trials);
  const colours = useColours(trials, paths);
  const evaluations = useEvaluations(trials.filter((trial) => trial.evaluated).map((trial) => trial.id));
  return div(
    { class: 'view' },
    div(
      { class: 'head' },
      nav({ 'aria-label': 'Breadcrumb', class: 'crumbs' }, a({ href: `/experiments/${id}` }, experiment.name)),
      div({ class: 'title' }, h1(`Trials ${numbers.join(', ')}`), h(Connection, { state: feed.connection })),
    ),
    trials.length === 0
      ? h(Empty, { title: 'No trial is selected' }, p(a({ href: `/experiments/${id}` }, 'Select two or more in the table of trials')))
      : [
          h(CurvesPanel, { feed, trials, paths, colours, chosen: null, marked, onMark: setMarked }),
          h(Differences, { trials, colours }),
          h(Matrices, { trials, evaluations }),
        ],
  );
}

const RESULTS = [
  ['State', (trial) => h(State, { state: trial.state })],
  ['Epochs', (trial) => `${count(trial.epoch)}/${count(trial.epochs)}`],
  ['Training loss', (trial) => decimal(trial.trainingLoss), (trial) => trial.trainingLoss, Math.min],
  ['Test loss', (trial) => decimal(trial.testLoss), (trial) => trial.testLoss, Math.min],
  ['Test accuracy', (trial) => percent(trial.testAccuracy), (trial) => trial.testAccuracy, Math.max],
  ['Time', (trial) => duration(trial.seconds || null), (trial) => trial.seconds || null, Math.min],
];

function Differences({ trials, colours }) {
  const specifications = trials.map((trial) => new Map(flat(trial.specification)));
  const keys = [...new Set(specifications.flatMap((each) => [...each.keys()]))];
  const differs = (key) => new Set(specifications.map((each) => JSON.stringify(each.get(key)))).size > 1;
  const ordered = [...keys.filter(differs), ...keys.filter((key) => !differs(key))];
  return h(
    Panel,
    { title: 'Side by side', id: 'differences' },
    div(
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table: side by side' },
      table(
        { class: 'compare' },
        caption({ class: 'unseen' }, 'Results and hyperparameters of the trials; what differs stands first'),
        thead(tr(th({ scope: 'col' }, 'Trial'), trials.map((trial) => th({ scope: 'col', key: trial.id }, tags.span({ class: 'chip', style: { background: colours.colourOf(trial) }, 'aria-hidden': 'true' }), a({ href: `/trials/${trial.id}` }, `Trial ${trial.number}`))))),
        tbody(
          RESULTS.map(([name, text, value, better]) => {
            const values = value ? trials.map(value).filter((each) => each != null) : [];
            const best = values.length > 1 ? better(...values) : null;
            return tr(
              { key: name },
              th({ scope: 'row' }, name),
              trials.map((trial) => td({ key: trial.id, class: best !== null && value(trial) === best ? 'winner' : '' }, text(trial), best !== null && value(trial) === best && tags.span({ class: 'unseen' }, ', the best'))),
            );
          }),
          ordered.map((key) =>
            tr(
              { key, class: differs(key) ? 'differs' : 'same' },
              th({ scope: 'row' }, key),
              specifications.map((each, i) => td({ key: i }, plain(each.get(key)))),
            ),
          ),
        ),
      ),
    ),
  );
}

function Matrices({ trials, evaluations }) {
  const [unit, setUnit] = useQuery('unit', 'count');
  const known = trials.filter((trial) => evaluations[trial.id]);
  if (known.length === 0) return null;
  // One scale for all, so that the same colour is the same number.
  const most = Math.max(
    1,
    ...known.flatMap((trial) => evaluations[trial.id].confusion.flatMap((row, i) => row.filter((_, j) => j !== i))),
  );
  return h(
    Panel,
    {
      title: 'Confusion matrices',
      id: 'matrices',
      tools: h(Choice, { name: 'Unit of the matrices', value: unit, options: { count: 'Counts', percent: 'Per cent' }, onChange: setUnit }),
    },
    div(
      { class: 'matrices' },
      known.map((trial) =>
        section(
          { key: trial.id, 'aria-label': `Confusion matrix of trial ${trial.number}` },
          h3(`Trial ${trial.number}`),
          h(ConfusionTable, { dataset: trial.specification.dataset, confusion: evaluations[trial.id].confusion, unit, most, label: `Table: confusion matrix of trial ${trial.number}` }),
        ),
      ),
    ),
  );
}
