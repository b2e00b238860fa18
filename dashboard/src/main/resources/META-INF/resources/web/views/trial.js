import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../data/api.js';
import { listOf } from '../data/shapes.js';
import { isFinal, numberOf } from '../data/states.js';
import { variedText } from '../data/trials.js';
import { count, decimal, duration, flat, moment, percent, plain } from '../format.js';
import { ClassesPanel } from '../parts/classes-panel.js';
import { ConfusionPanel } from '../parts/confusion.js';
import { CurvesPanel } from '../parts/curves-panel.js';
import { Part } from '../parts/guard.js';
import { ModelPanel } from '../parts/model-panel.js';
import { Connection, Failed, Figure, Loading, Panel, Progress, State } from '../parts/status.js';
import { useColours } from '../parts/use-colours.js';
import { useEvaluations } from '../parts/use-evaluations.js';
import { useChanges, useFeed } from '../parts/use-feed.js';
import { tags } from '../tags.js';

const { a, caption, div, h1, nav, p, span, table, tbody, td, th, thead, tr } = tags;

const ID = /^[0-9a-f-]{36}\.[1-9][0-9]*$/;

/** A trial: its curve, evaluation and provenance. */
export function TrialView({ id }) {
  if (!ID.test(id)) return h(Failed, { problem: { status: 400, message: `“${id}” is not a trial’s id.` } });
  return h(Known, { id });
}

function Known({ id }) {
  const number = numberOf(id);
  const feed = useFeed(id.slice(0, id.lastIndexOf('.')), number);
  const trial = feed?.trials.get(number);
  const evaluations = useEvaluations(trial?.evaluated ? [id] : []);
  useEffect(() => {
    document.title = `Trial ${number}${feed?.experiment ? ` of ${feed.experiment.name}` : ''} · Lossline`;
  }, [number, feed?.experiment?.name]);
  const colours = useColours(trial ? [trial] : [], []);
  if (!trial) return feed?.problem ? h(Failed, { problem: feed.problem, retry: () => feed.start() }) : h(Loading, { what: 'the trial' });
  const evaluation = evaluations[id];
  return div(
    { class: 'view' },
    h(Part, { title: 'Summary', of: Head, feed, trial }),
    trial.failure && p({ class: 'notice error', role: 'alert' }, `Failed: ${trial.failure}`),
    h(Part, { title: 'Curve', of: CurvesPanel, feed, trials: [trial], paths: [], colours, chosen: null, marked: null, onMark: () => {}, opens: false }),
    evaluation
      ? div(
          { class: 'two' },
          h(Part, { title: 'Confusion matrix', of: ConfusionPanel, trial, evaluation }),
          h(Part, { title: 'Classes', of: ClassesPanel, trial, evaluation }),
        )
      : h(Panel, { title: 'Evaluation', id: 'evaluation' }, evaluationToCome(trial)),
    div(
      { class: 'two' },
      h(Part, { title: 'Hyperparameters', of: Hyperparameters, trial, varied: feed.experiment.varied }),
      h(Part, { title: 'Provenance', of: Provenance, trial, evaluation }),
    ),
    trial.state === 'completed' && h(Part, { title: 'Model', of: ModelPanel, trial }),
  );
}

/** Whether the trial will never have a model, because it failed or was cancelled. */
const hasNoModel = ({ state }) => isFinal(state) && state !== 'completed';

function evaluationToCome(trial) {
  if (hasNoModel(trial)) return p({ class: 'quiet' }, `No model to evaluate: the trial ${trial.state === 'failed' ? 'failed' : 'was cancelled'}.`);
  return trial.testAccuracy === null
    ? p({ class: 'quiet' }, 'The model is evaluated on the test split after training.')
    : h(Loading, { what: 'the evaluation' });
}

function Head({ feed, trial: { number } }) {
  useChanges(feed);
  const { experiment } = feed;
  const trial = feed.trials.get(number);
  return div(
    { class: 'head' },
    nav({ 'aria-label': 'Breadcrumb', class: 'crumbs' }, a({ href: `/experiments/${experiment.id}` }, experiment.name)),
    div(
      { class: 'title' },
      h1(`Trial ${trial.number}`),
      h(State, { state: trial.state }),
      h(Connection, { state: isFinal(trial.state) ? 'ended' : feed.connection }),
      span({ class: 'quiet' }, variedText(trial, experiment.varied)),
    ),
    div(
      { class: 'figures-row' },
      div(
        { class: 'figure wide' },
        span({ class: 'name' }, 'Progress'),
        h(Progress, { value: trial.epochs > 0 ? trial.epoch / trial.epochs : 0, label: 'Progress of the trial', state: trial.state, text: `${count(trial.epoch)}/${count(trial.epochs)}` }),
        span({ class: 'note' }, 'epochs'),
      ),
      h(Figure, { name: 'Test accuracy', value: percent(trial.testAccuracy), note: hasNoModel(trial) ? 'no model' : trial.testLoss === null ? 'not evaluated yet' : `loss ${decimal(trial.testLoss)}` }),
      h(Figure, { name: 'Training loss', value: decimal(trial.trainingLoss), note: `epoch ${count(trial.epoch)}` }),
      h(Figure, {
        name: 'Training time',
        value: duration(trial.seconds || null),
        note: trial.samplesPerSecond ? `${count(Math.round(trial.samplesPerSecond))} examples/s` : 'no epoch yet',
      }),
    ),
  );
}

function Hyperparameters({ trial, varied }) {
  const { seed, device, ...rest } = trial.specification;
  return h(
    Panel,
    { title: 'Hyperparameters', id: 'hyperparameters' },
    h(Facts, {
      title: 'Hyperparameters',
      rows: [...flat(rest), ['seed', seed], ['device', device]].map(([path, value]) => [path, plain(value), varied.includes(path)]),
    }),
  );
}

function Facts({ title, rows }) {
  return table(
    { class: 'facts' },
    caption({ class: 'unseen' }, title),
    tbody(
      rows.map(([name, value, strong]) =>
        tr({ key: name }, th({ scope: 'row' }, name), td({ class: strong ? 'varied' : '' }, value, strong && span({ class: 'sub' }, 'varied'))),
      ),
    ),
  );
}

function Provenance({ trial, evaluation }) {
  const [attempts, setAttempts] = useState([]);
  useEffect(() => {
    get(`/api/trials/${trial.id}/attempts`).then((all) => setAttempts(listOf(all, (each) => ({ ...each }))), () => {});
  }, [trial.id, trial.attempts, trial.state]);
  const last = attempts.at(-1);
  const rows = [
    ['Trial', trial.id],
    ['Seed', plain(trial.specification.seed)],
    ['Device', last ? [last.device, last.deviceName].filter(Boolean).join(', ') : plain(trial.specification.device)],
    ['Versions', last ? `DJL ${plain(last.djl)}, PyTorch ${plain(last.pytorch)}, Java ${plain(last.java)}` : 'known once it starts'],
    ['Dataset, SHA-256', plain(last?.datasetSha256)],
    evaluation && ['Model, SHA-256', plain(evaluation.modelSha256)],
    evaluation?.weightsSha256 && ['Weights, SHA-256', plain(evaluation.weightsSha256)],
    ['Requested', moment(trial.requestedAt)],
    ['Finished', moment(trial.finishedAt)],
  ].filter(Boolean);
  return h(
    Panel,
    { title: 'Provenance', id: 'provenance' },
    h(Facts, { title: 'Provenance', rows }),
    attempts.length > 0 &&
      div(
        { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Attempts' },
        table(
          { class: 'attempts sticky' },
          caption('Attempts'),
          thead(tr(['Attempt', 'Started', 'Host', 'Resumed from'].map((title) => th({ scope: 'col', key: title }, title)))),
          tbody(
            attempts.map((each) =>
              tr(
                { key: each.attempt },
                th({ scope: 'row' }, plain(each.attempt)),
                td(moment(each.startedAt)),
                td(plain(each.host)),
                td(each.resumedFrom > 0 ? `checkpoint of epoch ${count(each.resumedFrom)}` : 'the beginning'),
              ),
            ),
          ),
        ),
      ),
  );
}
