import { h } from 'preact';
import { at, count, finite, flat, keyOf, plain, shortPath } from '../format.js';
import { tags } from '../tags.js';

const { button, caption, div, h3, li, p, strong, table, tbody, td, th, thead, tr, ul } = tags;

const MAX_ROWS = 50;

/** The preview of a specification: its trials and their varied values. */
export function Preview({ preview }) {
  const { trials, specification } = preview;
  const flats = trials.map((trial) => new Map(flat(trial)));
  const keys = [...new Set(flats.flatMap((each) => [...each.keys()]))];
  const varied = keys.filter((key) => flats.some((each) => keyOf(each.get(key)) !== keyOf(flats[0].get(key))));
  const fixed = keys.filter((key) => !varied.includes(key));
  const epochs = trials.reduce((sum, trial) => sum + (finite(trial.training.epochs) ?? 0), 0);
  return div(
    { class: 'preview' },
    p(strong(count(trials.length, 'trial')), ` of ${specification.dataset}, `, strong(count(epochs, 'epoch')), ` in all, on ${specification.device.join(' and ')}`),
    varied.length > 0 &&
      div(
        { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Trials that it would run' },
        table(
          { class: 'sticky' },
          caption({ class: 'unseen' }, 'Trials that it would run, with the values that differ'),
          thead(tr(th({ scope: 'col' }, 'Trial'), varied.map((key) => th({ scope: 'col', key, title: key }, shortPath(key))))),
          tbody(
            trials.slice(0, MAX_ROWS).map((trial, i) =>
              tr({ key: i }, th({ scope: 'row' }, i + 1), varied.map((key) => td({ key }, plain(at(trial, key))))),
            ),
          ),
        ),
      ),
    trials.length > MAX_ROWS && p({ class: 'quiet' }, `and ${count(trials.length - MAX_ROWS)} more`),
    h3('Same in all trials'),
    table(
      { class: 'facts' },
      caption({ class: 'unseen' }, 'Values that are the same in all trials, defaults filled in'),
      tbody(fixed.map((key) => tr({ key }, th({ scope: 'row' }, key), td(plain(flats[0].get(key)))))),
    ),
  );
}

/** The violations of a specification. */
export function Wrong({ problem, goTo }) {
  return div(
    { class: 'wrong-list' },
    p({ class: 'error' }, strong(problem.title ?? 'It cannot be submitted')),
    problem.violations?.length > 0
      ? ul(
          problem.violations.map((violation, i) =>
            li(
              { key: i },
              violation.message,
              violation.line && button({ type: 'button', class: 'small', onClick: () => goTo(violation) }, `Line ${violation.line}, column ${violation.column}`),
            ),
          ),
        )
      : p(problem.message),
  );
}
