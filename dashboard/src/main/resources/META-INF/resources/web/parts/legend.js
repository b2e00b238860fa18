import { rampColours } from '../chart/colours.js';
import { tags } from '../tags.js';

const { div, li, span, ul } = tags;

/** The legend of a chart: a list of colours, or a ramp with its two ends. */
export function Legend({ name, legend }) {
  const { ramp, list = [], note } = legend;
  if (!ramp && list.length === 0) return null;
  return div(
    { class: 'legend', role: 'group', 'aria-label': `Colours: ${name}` },
    span({ class: 'name' }, name),
    ramp && span({ class: 'ramp-ends' }, span(ramp[0]), span({ class: 'ramp', style: { background: `linear-gradient(to right, ${rampColours().join(', ')})` }, 'aria-hidden': 'true' }), span(ramp[1])),
    note && span({ class: 'quiet' }, `(${note})`),
    list.length > 0 &&
      ul(list.map(({ colour, text }) => li({ key: text }, span({ class: 'chip', style: { background: colour }, 'aria-hidden': 'true' }), text))),
  );
}
