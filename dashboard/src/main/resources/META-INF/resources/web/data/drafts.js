/*
 * Drafts: specifications that were edited but not submitted, stored in this browser. Each tab has its own draft of each
 * origin (a template or a cloned experiment) and can open drafts of other tabs.
 */

const PREFIX = 'lossline.draft.';
const TAB = 'lossline.tab';
const MAX_DRAFTS = 20;

/** Reads from storage; returns undefined if there is none, as in some private windows. */
function stored(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

const newId = () => crypto.randomUUID?.() ?? String(Math.random()).slice(2);

/** The id of this tab, which survives a reload. */
function tab() {
  const known = stored(() => sessionStorage.getItem(TAB));
  const id = known ?? newId();
  if (!known) stored(() => sessionStorage.setItem(TAB, id));
  return id;
}

const keyOf = (origin) => `${PREFIX}${tab()}.${origin}`;

function read(key) {
  const draft = stored(() => JSON.parse(localStorage.getItem(key)));
  return typeof draft?.text === 'string' && typeof draft.origin === 'string' ? { ...draft, key, mine: key === keyOf(draft.origin) } : null;
}

function all() {
  const keys = stored(() => Object.keys(localStorage)) ?? [];
  return keys
    .filter((key) => key.startsWith(PREFIX))
    .map(read)
    .filter(Boolean)
    .sort((one, other) => String(other.at).localeCompare(String(one.at)));
}

/** This tab's draft of an origin, `{ text, origin, at, mine }`; null if there is none. */
export const draftOf = (origin) => read(keyOf(origin));

/** All other drafts, newest first: of other origins and of other tabs. */
export const otherDrafts = (origin) => all().filter(({ key }) => key !== keyOf(origin));

/** Stores a draft; the oldest ones are removed to make room. */
export function keepDraft(origin, text) {
  stored(() => localStorage.setItem(keyOf(origin), JSON.stringify({ origin, text, at: new Date().toISOString() })));
  all().slice(MAX_DRAFTS).forEach(deleteDraft);
}

/** Moves a draft of another tab to this one. */
export function adoptDraft({ key, origin, text }) {
  keepDraft(origin, text);
  if (key !== keyOf(origin)) deleteDraft({ key });
}

/** Deletes a draft; given only an origin, this tab's draft of it. */
export function deleteDraft({ key, origin }) {
  stored(() => localStorage.removeItem(key ?? keyOf(origin)));
}
