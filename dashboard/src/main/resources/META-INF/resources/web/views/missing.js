import { h } from 'preact';
import { Empty } from '../parts/status.js';
import { tags } from '../tags.js';

/** An address of this page at which there is nothing. */
export const MissingView = () =>
  h(Empty, { title: 'There is nothing at this address' }, tags.p(tags.a({ href: '/' }, 'All experiments')));
