import { h } from 'preact';
import { useState } from 'preact/hooks';
import { compare, variedValue } from '../data/trials.js';
import { count, decimal, duration, finite, percent, plain, shortPath } from '../format.js';
import { useQuery } from '../router.js';
import { tags } from '../tags.js';
import { Rows } from './rows.js';
import { Panel, State } from './status.js';

const { a, button, caption, div, input, p, span, table, td, th, thead, tr } = tags;

/** Rows per page: as many as a browser lays out without a noticeable delay. */
const PAGE = 200;

/** Rows laid out as a unit. */
const TOGETHER = 20;

/**
 * A column: its key in the address, heading, sort value and format, and for a metric which values are better, because
 * these come first.
 */
function columnsOf(trials, paths) {
  const some = (key) => trials.some((trial) => trial[key] != null);
  return [
    { key: 'number', title: 'Trial', value: (trial) => trial.number },
    ...paths.map((path) => ({
      key: path,
      title: shortPath(path),
      hint: path,
      value: (trial) => variedValue(trial, path),
      text: (value) => plain(value),
      numeric: trials.every((trial) => finite(variedValue(trial, path)) !== null),
    })),
    { key: 'state', title: 'State', value: (trial) => trial.state },
    { key: 'epoch', title: 'Epochs', value: (trial) => trial.epoch, numeric: true },
    { key: 'loss', title: 'Training loss', value: (trial) => trial.trainingLoss, text: decimal, numeric: true, better: 'lower' },
    some('validationLoss') && { key: 'validationLoss', title: 'Validation loss', value: (trial) => trial.validationLoss, text: decimal, numeric: true, better: 'lower' },
    some('validationAccuracy') && { key: 'validationAccuracy', title: 'Validation accuracy', value: (trial) => trial.validationAccuracy, text: (value) => percent(value), numeric: true, better: 'higher' },
    { key: 'testLoss', title: 'Test loss', value: (trial) => trial.testLoss, text: decimal, numeric: true, better: 'lower' },
    { key: 'accuracy', title: 'Test accuracy', value: (trial) => trial.testAccuracy, text: (value) => percent(value), numeric: true, better: 'higher' },
    { key: 'seconds', title: 'Time', value: (trial) => trial.seconds || null, text: duration, numeric: true },
  ].filter(Boolean);
}

/** All trials with their varied values and results; sortable, with a selection for comparison. */
export function TrialsTable({ experiment, bestTrial, trials, paths, colours, chosen, marked, onMark, onClear }) {
  const [sort, setSort] = useQuery('sort', 'number');
  const [picked, setPicked] = useQuery('pick', '');
  const [most, setMost] = useState(PAGE);
  const columns = columnsOf(trials, paths);
  const descending = sort.startsWith('-');
  const sorted = columns.find(({ key }) => key === sort.replace(/^-/, '')) ?? columns[0];
  const rows = trials
    .filter((trial) => !chosen || chosen.has(trial.number))
    .sort((one, other) => {
      const [left, right] = [sorted.value(one), sorted.value(other)];
      // Unknown values come last in both orders.
      const order = left == null || right == null ? compare(left, right) : compare(left, right) * (descending ? -1 : 1);
      return order || one.number - other.number;
    });
  const picks = picked ? picked.split(',').map(Number) : [];
  const pick = (number) => {
    const next = picks.includes(number) ? picks.filter((each) => each !== number) : [...picks, number];
    setPicked(next.sort((one, other) => one - other).join(','));
  };
  const tools = [
    chosen && span({ class: 'quiet' }, `${count(rows.length)} of ${count(trials.length)} trials`),
    chosen && button({ type: 'button', class: 'small', onClick: onClear }, 'Show all'),
    picks.length > 0 && button({ type: 'button', class: 'small', onClick: () => setPicked('') }, 'Clear selection'),
    trials.length > 1 &&
      (picks.length > 1
        ? a({ class: 'button primary small', href: `/experiments/${experiment.id}/compare?trials=${picks.join(',')}` }, `Compare ${picks.length} trials`)
        : span({ class: 'quiet' }, 'Select two or more trials to compare')),
  ];
  return h(
    Panel,
    { title: 'Trials', id: 'trials', tools },
    div(
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table: trials' },
      table(
        { class: `trials sticky ${trials.length > 1 ? 'picks' : ''}` },
        caption({ class: 'unseen' }, `Trials of ${experiment.name}. Column headings sort.`),
        thead(
          tr(
            trials.length > 1 && th({ scope: 'col', class: 'pick' }, span({ class: 'unseen' }, 'Compare')),
            columns.map((column) => h(Heading, { key: column.key, column, sort, setSort })),
          ),
        ),
        pieces(rows.slice(0, most)).map((piece, i) =>
          h(Rows, {
            key: i,
            rows: piece,
            solid: JSON.stringify([
              columns.map(({ key }) => key),
              picked,
              piece.map((trial) => [trial.number, trial.state, trial.failure, trial.testAccuracy, colours.colourOf(trial), marked === trial.number]),
              bestTrial,
            ]),
            row: (trial) =>
              h(Row, {
                key: trial.number,
                trial,
                columns,
                colour: colours.colourOf(trial),
                best: bestTrial === trial.id,
                picked: picks.includes(trial.number),
                pick: trials.length > 1 ? pick : null,
                marked: marked === trial.number,
                onMark,
              }),
          }),
        ),
      ),
    ),
    rows.length > most &&
      p(button({ type: 'button', onClick: () => setMost(most + PAGE) }, `Show ${count(Math.min(PAGE, rows.length - most))} more of ${count(rows.length - most)}`)),
  );
}

const pieces = (rows) => Array.from({ length: Math.ceil(rows.length / TOGETHER) }, (_, i) => rows.slice(i * TOGETHER, (i + 1) * TOGETHER));

function Heading({ column, sort, setSort }) {
  const { key, title, hint, numeric, better } = column;
  const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : null;
  const [first, second] = better === 'higher' ? [`-${key}`, key] : [key, `-${key}`];
  const next = sort === first ? second : first;
  return th(
    { scope: 'col', class: numeric ? 'right' : '', 'aria-sort': order },
    button(
      { type: 'button', class: 'sort', title: hint ?? (better ? 'Sort, best first' : null), onClick: () => setSort(next) },
      title,
      span({ class: 'arrow', 'aria-hidden': 'true' }, order === 'ascending' ? '▲' : order === 'descending' ? '▼' : ''),
    ),
  );
}

function Row({ trial, columns, colour, best, picked, pick, marked, onMark }) {
  return tr(
    {
      class: `${marked ? 'marked' : ''} ${best ? 'best' : ''}`,
      onMouseEnter: () => onMark(trial.number),
      onMouseLeave: () => onMark(null),
    },
    pick &&
      td(
        { class: 'pick' },
        input({ type: 'checkbox', checked: picked, 'aria-label': `Compare trial ${trial.number}`, onChange: () => pick(trial.number) }),
      ),
    columns.map((column) => h(Cell, { key: column.key, trial, column, colour, best })),
  );
}

function Cell({ trial, column, colour, best }) {
  const { key, numeric } = column;
  if (key === 'number') {
    return th(
      { scope: 'row' },
      span({ class: 'chip', style: { background: colour }, 'aria-hidden': 'true' }),
      a({ href: `/trials/${trial.id}` }, `Trial ${trial.number}`),
      best && span({ class: 'best-sign' }, ' best'),
    );
  }
  if (key === 'state') return td(h(State, { state: trial.state }), trial.failure && span({ class: 'sub error' }, trial.failure));
  if (key === 'epoch') {
    return td(
      { class: 'right' },
      `${count(trial.epoch)}/${count(trial.epochs)}`,
      span({ class: 'thread', 'aria-hidden': 'true' }, span({ style: { width: `${trial.epochs > 0 ? Math.min(100, (100 * trial.epoch) / trial.epochs) : 0}%` } })),
    );
  }
  return td({ class: numeric ? 'right' : '' }, (column.text ?? plain)(column.value(trial)));
}
