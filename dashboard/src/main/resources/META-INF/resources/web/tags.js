import { h } from 'preact';

/**
 * HTML elements as functions: `p({ class: 'note' }, 'text', strong('more'))`. A plain object as first argument
 * sets attributes; Preact nodes are not plain objects.
 */
export const tags = new Proxy(
  {},
  {
    get: (_, name) => (first, ...rest) =>
      first?.constructor === Object ? h(name, first, ...rest) : h(name, null, first, ...rest),
  },
);
