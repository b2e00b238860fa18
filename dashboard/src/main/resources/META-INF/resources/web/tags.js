import { h } from 'preact';

/**
 * HTML elements as functions: `p({ class: 'note' }, 'text', strong('more'))`. The first argument is taken as attributes
 * where it is a plain object; Preact's own nodes are none.
 */
export const tags = new Proxy(
  {},
  {
    get: (_, name) => (first, ...rest) =>
      first?.constructor === Object ? h(name, first, ...rest) : h(name, null, first, ...rest),
  },
);
