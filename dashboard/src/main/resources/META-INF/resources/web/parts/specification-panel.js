import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { specificationOf } from '../data/examples.js';
import { tags } from '../tags.js';
import { Panel } from './status.js';

const { button, code, details, p, pre, summary } = tags;

/** The specification with all defaults, ready to be submitted again. */
export function SpecificationPanel({ id }) {
  const [text, setText] = useState(null);
  const [problem, setProblem] = useState(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const left = new AbortController();
    specificationOf(id, { signal: left.signal }).then(setText, (failure) => failure.name !== 'AbortError' && setProblem(failure));
    return () => left.abort();
  }, [id]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return h(
    Panel,
    {
      title: 'Specification',
      id: 'specification',
      tools: button({ type: 'button', class: 'small', disabled: text === null, onClick: copy }, copied ? 'Copied' : 'Copy'),
    },
    problem
      ? p({ class: 'error' }, problem.message)
      : details(
          summary('Show all keys, defaults filled in'),
          pre({ tabIndex: 0, 'aria-label': `Specification of ${id}` }, code(text ?? '')),
        ),
  );
}
