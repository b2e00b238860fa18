import { Component, h } from 'preact';
import { useState } from 'preact/hooks';
import { tags } from '../tags.js';

const { button, div, h2, p, section } = tags;

/**
 * An error boundary: shows an error in place of the failed part, so the rest of the page keeps working. Retries when
 * `resetOn` changes.
 */
export class Guard extends Component {
  constructor(props) {
    super(props);
    this.state = { failed: false };
  }

  static getDerivedStateFromError(failure) {
    return { failed: true, failure };
  }

  componentDidUpdate({ resetOn }) {
    if (this.state.failed && resetOn !== this.props.resetOn) this.setState({ failed: false, failure: null });
  }

  componentDidCatch(failure) {
    console.error(`${this.props.title} cannot be shown:`, failure);
  }

  render({ title, children }, { failed, failure }) {
    if (!failed) return children;
    return section(
      { class: 'panel broken', role: 'alert' },
      div({ class: 'panel-head' }, h2(title)),
      p({ class: 'error' }, `This part cannot be shown: ${failure?.message ?? failure}`),
      p({ class: 'quiet' }, 'The rest of the page works. If it fails again, please report it with this message and the address of the page.'),
      div(
        { class: 'row' },
        button({ type: 'button', onClick: () => this.setState({ failed: false, failure: null }) }, 'Try again'),
        button({ type: 'button', onClick: () => location.reload() }, 'Reload the page'),
      ),
    );
  }
}

/** A part of a view with its own error boundary: `h(Part, { title: 'Curves', of: CurvesPanel, ...props })`. */
export const Part = ({ title, of, ...props }) => h(Guard, { title }, h(of, props));

/** Passes errors outside rendering, such as in drawing, to the enclosing error boundary. */
export function useFault() {
  const [fault, setFault] = useState(null);
  if (fault) throw fault.cause;
  return (work) => {
    try {
      return work();
    } catch (cause) {
      setFault({ cause });
      return undefined;
    }
  };
}
