import { useEffect, useState } from 'preact/hooks';
import { documentKeys, keyAt } from '../data/schema.js';
import { tags } from '../tags.js';

const { caption, code, details, div, p, summary, table, tbody, td, th, thead, tr } = tags;

/** Explains the key at the cursor of the editor, and lists all keys on request. */
export function KeyReference({ text, editor }) {
  const [keys, setKeys] = useState([]);
  const [failure, setFailure] = useState(null);
  const [cursor, setCursor] = useState(0);

  useEffect(() => {
    let left = false;
    documentKeys().then(
      (loaded) => left || setKeys(loaded),
      (problem) => left || setFailure(problem),
    );
    return () => {
      left = true;
    };
  }, []);
  useEffect(() => {
    const follow = () => document.activeElement === editor.current && setCursor(editor.current.selectionStart);
    document.addEventListener('selectionchange', follow);
    return () => document.removeEventListener('selectionchange', follow);
  }, []);

  if (failure) return p({ class: 'quiet' }, `The list of keys cannot be shown: ${failure.message}`);
  const key = keyAt(keys, text, cursor);
  return div(
    { class: 'keys' },
    p({ class: 'quiet', id: 'key' }, key ? [code(key.path), `: ${key.description} ${facts(key)}`] : 'Place the cursor on a key to see its meaning.'),
    details(
      summary('All keys'),
      div(
        { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Keys of a specification' },
        table(
          { class: 'sticky' },
          caption({ class: 'unseen' }, 'Keys of a specification with the allowed values and the defaults'),
          thead(tr(['Key', 'Allowed', 'Default', 'Meaning'].map((name) => th({ scope: 'col', key: name }, name)))),
          tbody(keys.map((each) => tr({ key: each.path }, th({ scope: 'row' }, each.path), td(each.allowed), td(each.otherwise), td(each.description)))),
        ),
      ),
    ),
  );
}

const facts = ({ allowed, otherwise }) => `Allowed: ${allowed}.${otherwise ? ` Default: ${otherwise}.` : ''}`;
