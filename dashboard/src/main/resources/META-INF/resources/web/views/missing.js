import { h } from 'preact';
import { useEffect } from 'preact/hooks';
import { Empty } from '../parts/status.js';
import { tags } from '../tags.js';

const { a, code, p } = tags;

/** The view of an unknown address. */
export function MissingView({ path }) {
  useEffect(() => {
    document.title = 'Page not found · Lossline';
  }, []);
  return h(
    Empty,
    { title: 'Page not found', level: 'h1' },
    p('There is no page at ', code(path), '. Check the address, or start from one of these:'),
    p({ class: 'row' }, a({ class: 'button primary', href: '/' }, 'Experiments'), a({ class: 'button', href: '/submit' }, 'New experiment'), a({ class: 'button', href: '/q/swagger-ui', target: '_self' }, 'API')),
  );
}
