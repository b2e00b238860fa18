import { useState } from 'preact/hooks';
import { post } from '../data/api.js';
import { isFinal } from '../data/feed.js';
import { navigate } from '../router.js';
import { tags } from '../tags.js';

const { button, div, span } = tags;

const DONE = { pause: 'Paused.', resume: 'Resumed.', cancel: 'Cancelled.', retry: 'The failed trials are trained again.' };

/** What can be done with an experiment in its present state. */
export function Actions({ experiment, onDone, compact = false }) {
  const [busy, setBusy] = useState(null);
  const [said, say] = useState(null);
  const act = async (action) => {
    if (action === 'cancel' && !window.confirm(`Cancel “${experiment.name}”? Its trials stop for good.`)) return;
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
  const open = async (format) => {
    const address = `/api/experiments/${experiment.id}/report${format}`;
    const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
    if (answer?.ok) location.assign(address);
    else say({ text: answer?.status === 404 ? 'This server makes no reports.' : 'The report cannot be made now.', wrong: true });
  };
  const over = isFinal(experiment.state);
  const offered = [
    !over && experiment.state !== 'paused' && ['pause', 'Pause'],
    experiment.state === 'paused' && ['resume', 'Resume'],
    experiment.trials.failed > 0 && experiment.state !== 'paused' && ['retry', 'Retry failed'],
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
    !compact && button({ type: 'button', onClick: () => open('') }, 'Report'),
    !compact && button({ type: 'button', onClick: () => open('?format=markdown') }, 'Report as Markdown'),
    span({ role: 'status', class: said?.wrong ? 'error' : 'said' }, said?.text),
  );
}
