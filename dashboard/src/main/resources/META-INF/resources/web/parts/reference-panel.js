import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../data/api.js';
import { referenceOf } from '../data/shapes.js';
import { variedText } from '../data/trials.js';
import { decimal, duration, finite, percent } from '../format.js';
import { tags } from '../tags.js';
import { Panel } from './status.js';

const { a, caption, div, p, span, table, tbody, td, th, thead, tr } = tags;

const MEASURES = [
  { key: 'loss', title: 'Loss', measured: (trial) => (trial.state === 'completed' ? trial.trainingLoss : null), text: decimal },
  { key: 'accuracy', title: 'Accuracy', measured: (trial) => trial.testAccuracy, text: (value) => percent(value) },
  { key: 'seconds', title: 'Time', measured: (trial) => (trial.state === 'completed' ? trial.seconds : null), text: duration },
];

/** Published values beside measured ones; the server assigns them to trials. */
export function ReferencePanel({ id, trials, paths }) {
  const [reference, setReference] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    const controller = new AbortController();
    get(`/api/experiments/${id}/reference`, { signal: controller.signal }).then(
      (answer) => setReference(referenceOf(answer)),
      (e) => e.name !== 'AbortError' && setProblem(e),
    );
    return () => controller.abort();
  }, [id]);
  if (problem) return h(Panel, { title: 'Published and measured', id: 'reference' }, p({ class: 'error' }, problem.message));
  if (!reference) return null;
  const byNumber = new Map(trials.map((trial) => [trial.number, trial]));
  const rows = reference.trials
    .filter(({ number }) => byNumber.has(number))
    .map((result) => ({ result, trial: byNumber.get(result.number) }));
  const shown = MEASURES.filter(({ key }) => rows.some(({ result }) => result[key] != null));
  if (rows.length === 0 || shown.length === 0) return null;
  return h(
    Panel,
    { title: 'Published and measured', id: 'reference' },
    reference.source && p({ class: 'quiet' }, reference.source),
    div(
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table: published and measured' },
      table(
        { class: 'sticky' },
        caption({ class: 'unseen' }, 'Published and measured values'),
        thead(
          tr(
            th({ scope: 'col' }, 'Trial'),
            shown.flatMap(({ key, title }) => [
              th({ scope: 'col', class: 'right', key: `${key}-published` }, `${title}, published`),
              th({ scope: 'col', class: 'right', key }, `${title}, measured`),
            ]),
          ),
        ),
        tbody(rows.map((row, i) => h(Row, { key: i, ...row, shown, paths }))),
      ),
    ),
  );
}

function Row({ result, trial, shown, paths }) {
  return tr(
    th({ scope: 'row' }, a({ href: `/trials/${trial.id}` }, `Trial ${trial.number}`), span({ class: 'sub' }, variedText(trial, paths))),
    shown.flatMap(({ key, measured, text }) => {
      const value = measured(trial);
      const published = result[key];
      const apart = finite(published) && finite(value) !== null ? (value - published) / published : null;
      return [
        td({ class: 'right', key: `${key}-published` }, text(published)),
        td({ class: 'right', key }, text(value), apart != null && span({ class: 'sub' }, `${apart >= 0 ? '+' : '−'}${percent(Math.abs(apart), 1)}`)),
      ];
    }),
  );
}
