import { Component, createRef } from 'preact';
import { tags } from '../tags.js';

const { tbody } = tags;

/**
 * Rows of a long table that change many times a second. Rows out of sight update only on changes of `solid`, such as
 * states, selection and order; values that change with each epoch update when the rows are scrolled into view.
 */
export class Rows extends Component {
  constructor(props) {
    super(props);
    this.element = createRef();
    this.seen = false;
  }

  componentDidMount() {
    this.observer = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.seen) this.forceUpdate();
    });
    this.observer.observe(this.element.current);
  }

  componentWillUnmount() {
    this.observer?.disconnect();
  }

  shouldComponentUpdate(next) {
    return this.seen || next.solid !== this.props.solid;
  }

  render({ rows, row }) {
    return tbody({ ref: this.element }, rows.map(row));
  }
}
