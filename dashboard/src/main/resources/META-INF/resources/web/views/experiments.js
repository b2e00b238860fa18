import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ExperimentsFeed } from '../data/experiments-feed.js';
import { age, count, millis, moment, percent, remaining, shortPath } from '../format.js';
import { Actions } from '../parts/actions.js';
import { Guard } from '../parts/guard.js';
import { Choice, Connection, countsText, Empty, Failed, Loading, Progress, State } from '../parts/status.js';
import { useNow } from '../parts/use-feed.js';
import { useOption, useQuery } from '../router.js';
import { tags } from '../tags.js';

const { a, button, caption, div, h1, input, label, p, span, table, tbody, td, th, thead, tr } = tags;

const SHOWN = { all: 'All', active: 'Active', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' };

/** The states that each choice stands for, as the API names them. */
const STATES = { all: '', active: 'queued,running,paused' };

/** The feed of matching experiments, for the lifetime of the view. */
function useExperiments(filter) {
  const [feed, setFeed] = useState(null);
  const [, setTurn] = useState(0);
  useEffect(() => {
    const made = new ExperimentsFeed(filter);
    made.addEventListener('change', () => setTurn((turn) => turn + 1));
    setFeed(made);
    return () => made.close();
  }, []);
  useEffect(() => feed?.show(filter), [feed, JSON.stringify(filter)]);
  return feed;
}

/** All experiments, newest first. */
export function ExperimentsView() {
  const [search, setSearch] = useQuery('q', '');
  const [shown, setShown] = useOption('state', SHOWN, 'all');
  const feed = useExperiments({ q: search.trim(), state: STATES[shown] ?? shown });
  const { list = null, total, next, problem, connection } = feed ?? { connection: 'connecting' };
  const filtered = search.trim() !== '' || shown !== 'all';
  const now = useNow(5_000);
  useEffect(() => {
    document.title = 'Experiments · Lossline';
  }, []);
  return div(
    { class: 'view' },
    div(
      { class: 'title' },
      h1('Experiments'),
      h(Connection, { state: connection }),
      a({ class: 'button primary', href: '/submit' }, 'New experiment'),
    ),
    (list?.length > 0 || filtered) &&
      div(
        { class: 'filters' },
        label(
          { class: 'search' },
          span({ class: 'unseen' }, 'Filter by name, dataset or parameter'),
          input({
            type: 'search',
            placeholder: 'Filter by name, dataset or parameter',
            value: search,
            onInput: (event) => setSearch(event.target.value),
          }),
        ),
        h(Choice, { name: 'State', value: shown, options: SHOWN, onChange: setShown }),
        span({ class: 'quiet', role: 'status' }, list && `${count(list.length)} of ${count(total, 'experiment')}`),
      ),
    list === null && (problem ? h(Failed, { problem, retry: () => feed.retry() }) : h(Loading, { what: 'experiments' })),
    list?.length === 0 &&
      !filtered &&
      h(
        Empty,
        { title: 'No experiments yet' },
        p('Describe a network and what to vary in a few lines. Lossline trains every combination and shows it here, live.'),
        p(a({ class: 'button primary', href: '/submit' }, 'Start from an example')),
      ),
    list?.length === 0 && filtered && h(Empty, { title: 'No matching experiments' }),
    list?.length > 0 && h(Guard, { title: 'Experiments' }, h(List, { found: list, now })),
    next && p(button({ class: 'button', onClick: () => feed.more() }, `Load more (${count(total - list.length)} left)`)),
  );
}

function List({ found, now }) {
  return div(
    { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Experiments' },
    table(
      { class: 'list sticky' },
      caption({ class: 'unseen' }, 'Experiments, the newest first'),
      thead(
        tr(
          th({ scope: 'col' }, 'Experiment'),
          th({ scope: 'col' }, 'State'),
          th({ scope: 'col' }, 'Progress'),
          th({ scope: 'col', class: 'right' }, 'Best accuracy'),
          th({ scope: 'col', class: 'right' }, 'Submitted'),
          th({ scope: 'col' }, span({ class: 'unseen' }, 'Actions')),
        ),
      ),
      tbody(found.map((each) => h(Row, { key: each.id, experiment: each, now }))),
    ),
  );
}

function Row({ experiment, now }) {
  const { id, name, state, trials, progress, varied, dataset, bestTrial, bestAccuracy } = experiment;
  const end = millis(experiment.estimatedEnd);
  const left = state === 'running' && end !== null ? (end - now) / 1_000 : null;
  const what = varied.length > 0 ? `varies ${varied.map(shortPath).join(', ')}` : 'one configuration';
  return tr(
    th(
      { scope: 'row' },
      a({ href: `/experiments/${id}` }, name),
      span({ class: 'sub' }, `${dataset} · ${count(trials.total, 'trial')} · ${what}`),
    ),
    td(h(State, { state })),
    td(
      h(Progress, { value: progress, label: `Progress of ${name}`, state }),
      span({ class: 'sub' }, countsText(trials), left > 0 ? ` · ${remaining(left)} left` : ''),
    ),
    td({ class: 'right' }, bestTrial ? a({ href: `/trials/${bestTrial}` }, percent(bestAccuracy)) : percent(null)),
    td({ class: 'right' }, tags.time({ dateTime: experiment.submittedAt, title: moment(experiment.submittedAt) }, age(experiment.submittedAt, now))),
    td(h(Actions, { experiment, compact: true })),
  );
}
