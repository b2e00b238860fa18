import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { MAX_CURVES } from '../data/feed.js';
import { variedPaths } from '../data/trials.js';
import { count, decimal, duration, flat, keyOf, percent, plain } from '../format.js';
import { ConfusionTable, UNITS } from '../parts/confusion.js';
import { CurvesPanel } from '../parts/curves-panel.js';
import { Part } from '../parts/guard.js';
import { Choice, Connection, Empty, Failed, Loading, Panel, State } from '../parts/status.js';
import { useColours } from '../parts/use-colours.js';
import { useEvaluations } from '../parts/use-evaluations.js';
import { useFeed } from '../parts/use-feed.js';
import { useOption, useQuery } from '../router.js';
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

/** The distinct trial numbers in the address, and the parts that are not numbers. */
function asked(picked) {
  const parts = [...new Set(picked.split(',').map((part) => part.trim()).filter(Boolean))];
  return { numbers: parts.filter((part) => /^[1-9]\d*$/.test(part)).map(Number), others: parts.filter((part) => !/^[1-9]\d*$/.test(part)) };
}

function Known({ feed, picked }) {
  const [marked, setMarked] = useState(null);
  const { experiment } = feed;
  const { id } = experiment;
  const { numbers, others } = asked(picked);
  const trials = numbers.map((number) => feed.trials.get(number)).filter(Boolean);
  const unknown = [...numbers.filter((number) => !feed.trials.has(number)), ...others];
  const paths = variedPaths(experiment, trials);
  const colours = useColours(trials, paths);
  const evaluations = useEvaluations(trials.filter((trial) => trial.evaluated).map((trial) => trial.id));
  const undrawn = trials.filter(({ number, epoch }) => epoch > 0 && !feed.curves.has(number));
  return div(
    { class: 'view' },
    div(
      { class: 'head' },
      nav({ 'aria-label': 'Breadcrumb', class: 'crumbs' }, a({ href: `/experiments/${id}` }, experiment.name)),
      div({ class: 'title' }, h1(trials.length > 0 ? `Trials ${trials.map(({ number }) => number).join(', ')}` : 'Compare trials'), h(Connection, { state: feed.connection })),
    ),
    unknown.length > 0 &&
      p({ class: 'notice', role: 'status' }, `Not in this experiment, which has trials 1 to ${count(feed.trials.size)}: ${unknown.join(', ')}`),
    undrawn.length > 0 &&
      p({ class: 'notice', role: 'status' }, `Curves of the first ${count(MAX_CURVES)} trials are loaded; without one here: ${undrawn.map(({ number }) => number).join(', ')}`),
    trials.length === 0
      ? h(Empty, { title: 'No trials selected' }, p(a({ href: `/experiments/${id}` }, 'Select two or more in the table of trials')))
      : [
          h(Part, { title: 'Curves', of: CurvesPanel, feed, trials, paths, colours, chosen: null, marked, onMark: setMarked }),
          h(Part, { title: 'Side by side', of: Differences, trials, colours }),
          h(Part, { title: 'Confusion matrices', of: Matrices, trials, evaluations }),
        ],
  );
}

/** Name, text, value, and how to choose the best value. */
const RESULTS = [
  ['State', (trial) => h(State, { state: trial.state })],
  ['Epochs', (trial) => `${count(trial.epoch)}/${count(trial.epochs)}`],
  ['Training loss', (trial) => decimal(trial.trainingLoss), (trial) => trial.trainingLoss, Math.min],
  ['Validation loss', (trial) => decimal(trial.validationLoss), (trial) => trial.validationLoss, Math.min],
  ['Validation accuracy', (trial) => percent(trial.validationAccuracy), (trial) => trial.validationAccuracy, Math.max],
  ['Test loss', (trial) => decimal(trial.testLoss), (trial) => trial.testLoss, Math.min],
  ['Test accuracy', (trial) => percent(trial.testAccuracy), (trial) => trial.testAccuracy, Math.max],
  ['Time', (trial) => duration(trial.seconds || null), (trial) => trial.seconds || null, Math.min],
];

function Differences({ trials, colours }) {
  const specifications = trials.map((trial) => new Map(flat(trial.specification)));
  const keys = [...new Set(specifications.flatMap((each) => [...each.keys()]))];
  const differs = (key) => new Set(specifications.map((each) => keyOf(each.get(key)))).size > 1;
  const ordered = [...keys.filter(differs), ...keys.filter((key) => !differs(key))];
  return h(
    Panel,
    { title: 'Side by side', id: 'differences' },
    div(
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table: side by side' },
      table(
        { class: 'compare sticky' },
        caption({ class: 'unseen' }, 'Results and hyperparameters of the trials, those that differ first'),
        thead(tr(th({ scope: 'col' }, 'Trial'), trials.map((trial) => th({ scope: 'col', key: trial.id }, tags.span({ class: 'chip', style: { background: colours.colourOf(trial) }, 'aria-hidden': 'true' }), a({ href: `/trials/${trial.id}` }, `Trial ${trial.number}`))))),
        tbody(
          RESULTS.filter(([name, , value]) => !name.startsWith('Validation') || trials.some((trial) => value(trial) !== null)).map(([name, text, value, better]) => {
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
              th({ scope: 'row' }, breakable(key)),
              specifications.map((each, i) => td({ key: i }, plain(each.get(key)))),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A path with line break opportunities at its dots. */
const breakable = (path) => path.split('.').flatMap((word, i) => (i === 0 ? [word] : ['.', h('wbr'), word]));

function Matrices({ trials, evaluations }) {
  const [unit, setUnit] = useOption('unit', UNITS, 'count');
  const known = trials.filter((trial) => evaluations[trial.id]);
  if (known.length === 0) return null;
  // One scale for all: the same colour is the same number.
  const most = Math.max(
    1,
    ...known.flatMap((trial) => evaluations[trial.id].confusion.flatMap((row, i) => row.filter((_, j) => j !== i))),
  );
  return h(
    Panel,
    {
      title: 'Confusion matrices',
      id: 'matrices',
      tools: h(Choice, { name: 'Unit of the matrices', value: unit, options: UNITS, onChange: setUnit }),
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
