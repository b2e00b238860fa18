import { useState } from 'preact/hooks';
import { post } from '../data/api.js';
import { isFinal } from '../data/states.js';
import { navigate } from '../router.js';
import { tags } from '../tags.js';

const { a, button, div, span } = tags;

const DONE = { pause: 'Paused.', resume: 'Resumed.', cancel: 'Cancelled.', retry: 'Failed trials are queued again.' };

/** The actions that an experiment's state allows. */
export function Actions({ experiment, state = experiment.state, trials = experiment.trials, onDone, compact = false }) {
  const [busy, setBusy] = useState(null);
  const [said, say] = useState(null);
  const act = async (action) => {
    if (action === 'cancel' && !window.confirm(`Cancel “${experiment.name}”? Its trials stop and cannot be resumed.`)) return;
    setBusy(action);
    say(null);
    try {
      await post(`/api/experiments/${experiment.id}/${action}`);
      say({ text: DONE[action] });
      onDone?.();
    } catch (problem) {
      say({ text: problem.message, wrong: true });
    }
    setBusy(null);
  };
  const report = `/api/experiments/${experiment.id}/report`;
  const over = isFinal(state);
  const offered = [
    !over && state !== 'paused' && ['pause', 'Pause'],
    state === 'paused' && ['resume', 'Resume'],
    trials.failed > 0 && !['paused', 'cancelled'].includes(state) && ['retry', 'Retry failed'],
    !over && ['cancel', 'Cancel'],
  ].filter(Boolean);
  return div(
    { class: compact ? 'actions compact' : 'actions' },
    offered.map(([action, text]) =>
      button(
        {
          type: 'button',
          class: action === 'cancel' ? 'danger' : '',
          disabled: busy !== null,
          'aria-label': compact ? `${text} ${experiment.name}` : null,
          onClick: () => act(action),
        },
        text,
      ),
    ),
    button(
      {
        type: 'button',
        'aria-label': compact ? `Clone ${experiment.name}` : null,
        onClick: () => navigate(`/submit?from=${experiment.id}`),
      },
      'Clone',
    ),
    !compact && a({ class: 'button', href: report, target: '_blank' }, 'Report'),
    !compact && a({ class: 'button', href: `${report}?format=markdown&download=true` }, 'Report as Markdown'),
    span({ role: 'status', class: said?.wrong ? 'error' : 'said' }, said?.text),
  );
}
