import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../data/api.js';
import { misclassifiedOf } from '../data/shapes.js';
import { count, NONE, percent } from '../format.js';
import { useOption, useQuery } from '../router.js';
import { tags } from '../tags.js';
import { Choice, Panel } from './status.js';

const { button, caption, div, figcaption, figure, h3, img, p, span, table, tbody, td, th, thead, tr } = tags;

const FASHION = ['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'];

/** The name of a class. */
export const className = (dataset, label) => (dataset === 'fashion-mnist' ? FASHION[label] : null) ?? String(label);

/** The units of a matrix. */
export const UNITS = { count: 'Counts', percent: 'Per cent' };

/** The confusion matrix as a heat map; clicking a cell shows its examples. */
export function ConfusionPanel({ trial, evaluation }) {
  const [unit, setUnit] = useOption('unit', UNITS, 'count');
  const [asked, setAsked] = useQuery('cell', '');
  const cell = cellOf(asked, evaluation.confusion);
  const setCell = ({ actual, predicted }) => setAsked(`${actual}-${predicted}`);
  return h(
    Panel,
    {
      title: 'Confusion matrix',
      id: 'confusion',
      tools: h(Choice, { name: 'Unit', value: unit, options: UNITS, onChange: setUnit }),
    },
    h(ConfusionTable, { dataset: trial.specification.dataset, confusion: evaluation.confusion, unit, cell, onCell: setCell }),
    cell
      ? h(Examples, { trial, cell, total: evaluation.confusion[cell.actual][cell.predicted] })
      : p({ class: 'quiet hint' }, 'Rows: true class. Columns: predicted class. Click a cell to see its examples.'),
  );
}

/** The cell in an address such as `?cell=4-9` (true and predicted class); null if it has no misclassified examples. */
function cellOf(text, confusion) {
  const [actual, predicted] = text.split('-').map(Number);
  return actual !== predicted && confusion[actual]?.[predicted] > 0 ? { actual, predicted } : null;
}

/** The matrix; `onCell` turns cells with misclassified examples into buttons. */
export function ConfusionTable({ dataset, confusion, unit, cell, onCell, most, label = 'Table: confusion matrix' }) {
  const labels = confusion.map((_, i) => className(dataset, i));
  const sums = confusion.map((row) => row.reduce((sum, each) => sum + each, 0));
  const worst = most ?? Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => j !== i)));
  return div(
    { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': label },
    table(
      { class: `confusion ${dataset === 'fashion-mnist' ? 'long' : ''}` },
      caption({ class: 'unseen' }, 'How often each true class (row) was predicted as each class (column)'),
      thead(
        tr(
          th({ scope: 'col', class: 'corner' }, 'true ', span({ 'aria-hidden': 'true' }, '↓ '), 'predicted ', span({ 'aria-hidden': 'true' }, '→')),
          labels.map((label, i) => th({ scope: 'col', key: i }, label)),
          th({ scope: 'col' }, 'Recall'),
        ),
      ),
      tbody(
        confusion.map((row, actual) =>
          tr(
            { key: actual },
            th({ scope: 'row' }, labels[actual]),
            row.map((value, predicted) =>
              h(Cell, {
                key: predicted,
                value,
                text: unit === 'percent' ? (value === 0 ? '' : percent(value / (sums[actual] || 1), 1).replace(' %', '')) : value === 0 ? '·' : count(value),
                right: actual === predicted,
                heat: actual === predicted ? value / (sums[actual] || 1) : Math.sqrt(value / worst),
                label: `${value} of class ${labels[actual]} predicted as ${labels[predicted]}`,
                chosen: cell?.actual === actual && cell?.predicted === predicted,
                onClick: onCell && value > 0 && actual !== predicted ? () => onCell({ actual, predicted }) : null,
              }),
            ),
            td({ class: 'recall' }, sums[actual] > 0 ? percent(row[actual] / sums[actual], 1) : NONE),
          ),
        ),
      ),
    ),
  );
}

function Cell({ value, text, right, heat, label, chosen, onClick }) {
  const style = { '--heat': `${Math.round(heat * 100)}%` };
  const kind = `${right ? 'hit' : 'miss'} ${value === 0 ? 'none' : ''}`;
  return td(
    { class: kind, style },
    onClick ? button({ type: 'button', 'aria-label': label, 'aria-pressed': chosen, onClick }, text) : text,
  );
}

function Examples({ trial, cell, total }) {
  const [state, setState] = useState({});
  const { dataset } = trial.specification;
  const [actual, predicted] = [className(dataset, cell.actual), className(dataset, cell.predicted)];
  useEffect(() => {
    const { signal, abort } = abortable();
    setState({ loading: true });
    get(`/api/trials/${trial.id}/misclassified?actual=${cell.actual}&predicted=${cell.predicted}`, { signal }).then(
      (found) => setState({ found: misclassifiedOf(found) }),
      (problem) => problem.name !== 'AbortError' && setState({ problem }),
    );
    return abort;
  }, [trial.id, cell.actual, cell.predicted]);
  const { loading, found, problem } = state;
  return div(
    { class: 'examples', 'aria-live': 'polite' },
    h3(`${count(total)} of class ${actual} predicted as ${predicted}`),
    loading && p({ class: 'quiet' }, 'Loading examples…'),
    problem && p({ class: 'quiet' }, problem.message),
    found?.examples.length === 0 && p({ class: 'quiet' }, 'No examples were kept.'),
    found && found.examples.length > 0 && found.examples.length < total && p({ class: 'quiet' }, `${count(found.examples.length)} of ${count(total)} shown`),
    found &&
      div(
        { class: 'digits' },
        found.examples.map(({ index }) =>
          figure(
            { key: index },
            img({ src: `/api/datasets/${found.dataset}/test/${index}.png`, width: 56, height: 56, loading: 'lazy', alt: `Test example ${index}: ${actual}, predicted as ${predicted}` }),
            figcaption(`#${index}`),
          ),
        ),
      ),
  );
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
