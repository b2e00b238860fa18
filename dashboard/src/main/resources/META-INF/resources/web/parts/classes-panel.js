import { h } from 'preact';
import { count, percent } from '../format.js';
import { tags } from '../tags.js';
import { className } from './confusion.js';
import { Panel } from './status.js';

const { caption, div, span, table, tbody, td, th, thead, tr } = tags;

const MEASURES = { precision: 'Precision', recall: 'Recall', f1: 'F1' };

/** Precision, recall and F1 of each class. */
export function ClassesPanel({ trial, evaluation }) {
  const { dataset } = trial.specification;
  const lowest = Object.fromEntries(
    Object.keys(MEASURES).map((key) => [key, Math.min(...evaluation.classes.map((each) => each[key] ?? Infinity))]),
  );
  return h(
    Panel,
    { title: 'Classes', id: 'classes' },
    div(
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table: classes' },
      table(
        { class: 'classes' },
        caption({ class: 'unseen' }, 'Precision, recall and F1 of each class. The lowest of each is marked.'),
        thead(
          tr(
            th({ scope: 'col' }, 'Class'),
            Object.entries(MEASURES).map(([key, title]) => th({ scope: 'col', class: 'right', key }, title)),
            th({ scope: 'col', class: 'right' }, 'Examples'),
          ),
        ),
        tbody(
          evaluation.classes.map((each) =>
            tr(
              { key: each.label },
              th({ scope: 'row' }, className(dataset, each.label)),
              Object.keys(MEASURES).map((key) =>
                td(
                  { class: `right measure ${each[key] === lowest[key] ? 'lowest' : ''}`, key, style: { '--share': `${(each[key] ?? 0) * 100}%` } },
                  percent(each[key]),
                  each[key] === lowest[key] && span({ class: 'unseen' }, ', the lowest'),
                ),
              ),
              td({ class: 'right' }, count(each.support)),
            ),
          ),
        ),
      ),
    ),
  );
}
