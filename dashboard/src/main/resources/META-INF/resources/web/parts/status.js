import { h } from 'preact';
import { STATES } from '../data/states.js';
import { count, finite, percent } from '../format.js';
import { tags } from '../tags.js';

const { a, button, div, h2, p, span, strong } = tags;

/** Distinguishes states by shape and text, not by colour alone. */
const SIGNS = { queued: '○', running: '●', paused: '‖', completed: '✓', failed: '✕', cancelled: '–' };

/** The state of a trial or an experiment. */
export const State = ({ state }) =>
  span({ class: `state ${Object.hasOwn(SIGNS, state) ? state : ''}` }, span({ class: 'sign', 'aria-hidden': 'true' }, SIGNS[state] ?? '?'), String(state));

/** A progress bar. */
export function Progress({ value, label, state = 'running', text }) {
  const done = Math.min(1, Math.max(0, finite(value) ?? 0));
  return div(
    { class: 'progress' },
    div(
      {
        class: `bar ${state}`,
        role: 'progressbar',
        'aria-label': label,
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        'aria-valuenow': Math.floor(done * 100),
      },
      div({ class: 'fill', style: { width: `${done * 100}%` } }),
    ),
    span({ class: 'number', 'aria-hidden': 'true' }, text ?? percent(done, 0)),
  );
}

/** The number of trials in each state, as text. */
export function countsText(trials) {
  const parts = STATES.filter((state) => trials[state] > 0).map((state) => `${count(trials[state])} ${state}`);
  return parts.join(' · ');
}

const CONNECTIONS = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connection lost, reconnecting',
  ended: 'Finished',
};

/** Whether the data is live; screen readers announce changes. */
export const Connection = ({ state }) =>
  span({ class: `connection ${state}`, role: 'status' }, span({ class: 'dot', 'aria-hidden': 'true' }), CONNECTIONS[state]);

/** Shown while something is loading. */
export const Loading = ({ what }) => div({ class: 'empty', role: 'status' }, p(`Loading ${what}…`));

/** An error, with a way to retry. */
export function Failed({ problem, retry }) {
  const missing = problem.status === 404 || problem.status === 400;
  return div(
    { class: 'empty', role: 'alert' },
    h2(missing ? 'Not found' : problem.title),
    p(problem.message),
    p(
      { class: 'row' },
      retry && !missing && button({ onClick: retry }, 'Try again'),
      missing && a({ class: 'button', href: '/' }, 'All experiments'),
    ),
  );
}

/** Shown if there is nothing yet. */
export const Empty = ({ title, level = 'h2', children }) => div({ class: 'empty' }, tags[level](title), children);

/** A named value. */
export const Figure = ({ name, value, note, href }) =>
  div(
    { class: 'figure' },
    span({ class: 'name' }, name),
    strong({ class: 'value' }, href ? a({ href }, value) : value),
    note && span({ class: 'note' }, note),
  );

/** A part of a view with its heading. */
export const Panel = ({ title, id, tools, children, className = '' }) =>
  tags.section(
    { class: `panel ${className}`, 'aria-labelledby': id },
    div({ class: 'panel-head' }, h2({ id }, title), tools && div({ class: 'tools' }, tools)),
    children,
  );

/** Keyboard help of a chart, collapsed by default. */
export const KeyHelp = ({ keys }) => tags.details({ class: 'keys hint' }, tags.summary('Keyboard'), p(keys));

/** A choice among few options. */
export const Choice = ({ name, value, options, onChange }) =>
  tags.fieldset(
    { class: 'choice' },
    tags.legend({ class: 'unseen' }, name),
    Object.entries(options).map(([key, text]) =>
      tags.label(
        { class: key === value ? 'chosen' : '' },
        tags.input({ type: 'radio', name, value: key, checked: key === value, onChange: () => onChange(key) }),
        text,
      ),
    ),
  );

/** A choice among many options. */
export const Select = ({ name, value, options, onChange }) =>
  tags.label(
    { class: 'select' },
    tags.span(name),
    tags.select(
      { value, onChange: (event) => onChange(event.target.value) },
      Object.entries(options).map(([key, text]) => h('option', { value: key, selected: key === value }, text)),
    ),
  );
