import { h } from 'preact';
import { useState } from 'preact/hooks';
import { tags } from '../tags.js';
import { yaml } from '../data/yaml.js';
import { Panel } from './status.js';

const { button, code, details, pre, summary } = tags;

/** The specification with every default filled in, as it can be submitted again. */
export function SpecificationPanel({ specification, id }) {
  const [copied, setCopied] = useState(false);
  const text = yaml(specification);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return h(
    Panel,
    {
      title: 'Specification',
      id: 'specification',
      tools: button({ type: 'button', class: 'small', onClick: copy }, copied ? 'Copied' : 'Copy'),
    },
    details(
      summary('Show all keys, defaults filled in'),
      pre({ tabIndex: 0, 'aria-label': `Specification of ${id}` }, code(text)),
    ),
  );
}
