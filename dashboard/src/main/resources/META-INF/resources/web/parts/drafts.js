import { useState } from 'preact/hooks';
import { deleteDraft, draftOf, otherDrafts } from '../data/drafts.js';
import { age, count } from '../format.js';
import { tags } from '../tags.js';

const { button, details, div, li, p, span, summary, ul } = tags;

const MAX_SHOWN = 10;

/** The experiment name in a draft. */
const nameOf = (text) => /^name:\s*(\S.*)$/m.exec(text)?.[1] ?? 'unnamed';

/** Shows that the text is a draft, and offers to discard it. */
export function DraftNotice({ draft, onDiscard }) {
  const discard = () => window.confirm('Discard your changes? They cannot be restored.') && onDiscard();
  return div(
    { class: 'notice draft', role: 'status' },
    span(`Your draft was restored, last changed ${age(draft.at)}.`),
    button({ type: 'button', class: 'small', onClick: discard }, 'Discard changes'),
  );
}

/** Drafts of other templates and of other tabs. */
export function Drafts({ origin, onOpen }) {
  const [, setTurn] = useState(0);
  const drafts = otherDrafts(origin);
  if (drafts.length === 0) return null;
  const open = (draft) => {
    const replaces = draft.mine === false && Boolean(draftOf(draft.origin));
    if (replaces && !window.confirm('Replace this tab’s own draft of the same template? Its changes cannot be restored.')) return;
    onOpen(draft);
  };
  const remove = (draft) => {
    if (!window.confirm(`Delete the draft of “${nameOf(draft.text)}”? It cannot be restored.`)) return;
    deleteDraft(draft);
    setTurn((turn) => turn + 1);
  };
  return details(
    { class: 'drafts' },
    summary(`${count(drafts.length, 'other draft')}, not submitted`),
    ul(
      drafts.slice(0, MAX_SHOWN).map((draft) =>
        li(
          { key: draft.key },
          span({ class: 'name' }, nameOf(draft.text)),
          span({ class: 'quiet' }, `changed ${age(draft.at)}`),
          button({ type: 'button', class: 'small', onClick: () => open(draft) }, 'Open'),
          button({ type: 'button', class: 'small danger', onClick: () => remove(draft) }, 'Delete'),
        ),
      ),
    ),
    drafts.length > MAX_SHOWN && p({ class: 'quiet' }, `${MAX_SHOWN} of ${count(drafts.length)} shown`),
  );
}
