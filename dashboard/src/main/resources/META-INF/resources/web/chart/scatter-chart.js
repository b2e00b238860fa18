import { axis, cut, fit, logAxis, tickText } from './plot.js';
import { Touch } from './touch.js';
import { colour } from '../theme.js';
import { spreads } from './colours.js';
import { compare } from '../data/trials.js';
import { finite, keyOf, plain } from '../format.js';

const HEIGHT = 220;
const RADIUS = 4;

/**
 * A scatter chart of a varied value and a result. Drawing a rectangle selects the trials within; a click on a point opens
 * its trial.
 *
 * A point is `{ number, value, result, fill, dim }`. Values that are not numbers are categories.
 */
export class ScatterChart {
  /**
   * @param onBrush gets the numbers of the trials within the rectangle, or null if it is taken back
   * @param onRead gets the point under the pointer or at the arrow keys, and where it is; or null
   * @param onOpen gets the number of a trial whose point was clicked
   */
  constructor(uPlot, host, { onBrush, onRead, onOpen }) {
    Object.assign(this, { uPlot, host, onBrush, onRead, onOpen });
    this.zoom = null;
    this.points = [];
    // The number of the trial that is read; the index of its point changes as trials complete.
    this.number = null;
  }

  destroy() {
    this.unfit?.();
    this.plot?.destroy();
    this.plot = null;
  }

  show(points, { label, resultLabel, resultText, logResult }) {
    this.points = points;
    this.view = { label, resultLabel, resultText, logResult };
    const values = points.map(({ value }) => value);
    this.numeric = values.every((value) => finite(value) !== null);
    this.log = this.numeric && spreads(values);
    const distinct = [...new Map(values.map((value) => [keyOf(value), value])).values()].sort(compare);
    this.places = this.numeric ? null : distinct;
    const x = this.numeric ? values : values.map((value) => distinct.findIndex((each) => keyOf(each) === keyOf(value)));
    const y = points.map(({ result }) => result);
    this.data = [null, [x, y]];
    const key = JSON.stringify([this.log, this.numeric, this.view.label, resultLabel, logResult, distinct.length <= 12 && distinct.map(keyOf), colour('ink-2')]);
    if (key !== this.key) this.zoom = null;
    if (key !== this.key || !this.plot) this.rebuild(distinct);
    this.key = key;
    this.whole = { x: this.range(x, this.log, this.numeric ? null : 0.5), y: this.range(y, logResult) };
    this.look(this.zoom);
  }

  /** Shows a range of the axes; null for all. */
  look(zoom) {
    this.zoom = zoom;
    const ranges = zoom ?? this.whole;
    this.plot.batch(() => {
      this.plot.setData(this.data, false);
      for (const [scale, range] of Object.entries(ranges)) this.plot.setScale(scale, range);
    });
    // When the axes change, the rectangle no longer matches its selection.
    if (JSON.stringify(ranges) !== this.ranges) this.clear();
    this.ranges = JSON.stringify(ranges);
  }

  /** Removes the rectangle but keeps the selection. */
  clear() {
    this.plot?.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  range(values, log, room) {
    const [min, max] = [Math.min(...values), Math.max(...values)];
    if (log) return { min: min / 1.5, max: max * 1.5 };
    const side = room ?? ((max - min || Math.abs(max) || 1) * 0.08);
    return { min: min - side, max: max + side };
  }

  rebuild(distinct) {
    this.destroy();
    const { label, resultText, logResult } = this.view;
    const few = distinct.length <= 8;
    const each = { splits: () => (this.numeric ? [...distinct].sort((a, b) => a - b) : distinct.map((_, i) => i)), filter: (_u, ticks) => ticks };
    const xAxis = axis('x', label, {
      text: (tick, step, plot) => (this.places ? this.placeText(tick, plot) : tickText(tick, few ? undefined : step)),
      ...(this.numeric && !few ? this.log && logAxis() : each),
    });
    const yAxis = axis('y', null, { text: resultText, ...(logResult && logAxis()) });
    this.plot = new this.uPlot(
      {
        mode: 2,
        width: Math.max(200, Math.floor(this.host.clientWidth)),
        height: HEIGHT,
        padding: [10, 12, 0, 0],
        legend: { show: false },
        scales: { x: { time: false, distr: this.log ? 3 : 1, auto: false }, y: { distr: logResult ? 3 : 1, auto: false } },
        axes: [xAxis, yAxis],
        cursor: { points: { show: false }, drag: { x: true, y: true, setScale: false, dist: 4 }, dataIdx: () => null },
        series: [{}, { facets: [{ scale: 'x', auto: false }, { scale: 'y', auto: false }], paths: (plot) => this.draw(plot), points: { show: () => false } }],
        hooks: { setSelect: [(plot) => this.brush(plot)] },
      },
      this.data,
      this.host,
    );
    this.listen(this.plot.over);
    this.unfit = fit(this.plot, this.host, HEIGHT);
  }

  /** The label of a category, cut to the available width. */
  placeText(place, plot) {
    const room = plot.bbox.width / devicePixelRatio / this.places.length - 12;
    return cut(plain(this.places[place]), Math.max(40, room));
  }

  listen(over) {
    over.addEventListener('mousemove', (event) => {
      const place = this.nearest(event);
      over.classList.toggle('on-curve', place !== null);
      this.read(place);
    });
    over.addEventListener('mouseleave', () => this.read(null));
    over.addEventListener('mousedown', () => {
      this.drawn = false;
    });
    over.addEventListener('click', (event) => this.click(event));
    this.touch = new Touch(over, {
      axes: () => [
        { ...this.plot.scales.x, log: this.log },
        { ...this.plot.scales.y, log: this.view.logResult, vertical: true },
      ],
      look: ([x, y]) => this.look({ x: { min: x.min, max: x.max }, y: { min: y.min, max: y.max } }),
      reset: () => {
        this.look(null);
        this.onBrush(null);
      },
      draw: (from, to, ended) => this.rectangle(from, to, ended),
    });
  }

  /** A click also follows the end of a drag. On a touch screen, the first tap reads a point and the second one opens its trial. */
  click(event) {
    if (this.drawn || this.touch.hasJustReset()) return;
    const place = this.nearest(event);
    const number = place === null ? null : this.points[place].number;
    const again = this.tapped === number;
    this.tapped = event.pointerType === 'touch' ? number : null;
    if (number === null) this.onBrush(null);
    else if (event.pointerType !== 'touch' || again) this.onOpen(number);
  }

  rectangle(from, to, ended) {
    const { width, height } = this.plot.over.getBoundingClientRect();
    const [left, right] = [from.x, to.x].map((x) => Math.min(width, Math.max(0, x))).sort((one, other) => one - other);
    const [top, bottom] = [from.y, to.y].map((y) => Math.min(height, Math.max(0, y))).sort((one, other) => one - other);
    this.plot.setSelect({ left, top, width: right - left, height: bottom - top }, ended);
  }

  draw(plot) {
    const pen = plot.ctx;
    const [xs, ys] = this.data[1];
    const { left, top, width, height } = plot.bbox;
    pen.save();
    pen.beginPath();
    pen.rect(left - RADIUS * 2, top - RADIUS * 2, width + RADIUS * 4, height + RADIUS * 4);
    pen.clip();
    const order = xs.map((_, i) => i).sort((i, j) => Number(this.points[j].dim) - Number(this.points[i].dim));
    for (const i of order) {
      const point = this.points[i];
      pen.beginPath();
      pen.arc(plot.valToPos(xs[i], 'x', true), plot.valToPos(ys[i], 'y', true), (point.marked ? 7 : RADIUS) * devicePixelRatio, 0, 2 * Math.PI);
      pen.globalAlpha = point.dim ? 0.35 : 0.9;
      pen.fillStyle = point.fill;
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = devicePixelRatio;
      pen.strokeStyle = colour('surface');
      pen.stroke();
    }
    pen.restore();
    return null;
  }

  nearest(event) {
    const box = this.plot.over.getBoundingClientRect();
    const [xs, ys] = this.data[1];
    let best = null;
    let distance = 14;
    for (let i = 0; i < xs.length; i++) {
      const away = Math.hypot(
        this.plot.valToPos(xs[i], 'x') - (event.clientX - box.left),
        this.plot.valToPos(ys[i], 'y') - (event.clientY - box.top),
      );
      if (away < distance) {
        distance = away;
        best = i;
      }
    }
    return best;
  }

  /** Keyboard: arrow keys move between points, Enter selects all trials with the same value. */
  press(key) {
    const [xs, ys] = this.data[1];
    const order = xs.map((_, i) => i).sort((i, j) => xs[i] - xs[j] || ys[i] - ys[j]);
    const at = this.number === null ? -1 : order.findIndex((i) => this.points[i].number === this.number);
    const last = order.length - 1;
    if (key === 'Escape') this.onBrush(null);
    else if (key !== 'Enter') {
      const next = { Home: 0, End: last, ArrowLeft: at - 1, ArrowDown: at - 1 }[key] ?? at + 1;
      this.read(order[Math.min(last, Math.max(0, next))]);
    } else if (at >= 0) this.choose((i) => xs[i] === xs[order[at]]);
  }

  read(place) {
    const number = place === null ? null : this.points[place].number;
    if (number === this.number) return;
    this.number = number;
    const [xs, ys] = this.data[1];
    this.onRead(
      place === null
        ? null
        : { ...this.points[place], left: this.plot.over.offsetLeft + this.plot.valToPos(xs[place], 'x'), top: this.plot.valToPos(ys[place], 'y') },
    );
  }

  brush({ select, valToPos }) {
    const { left, top, width, height } = select;
    const [xs, ys] = this.data[1];
    const within = (position, from, size) => position >= from && position <= from + size;
    this.drawn = true;
    this.choose((i) => within(valToPos(xs[i], 'x'), left, width) && within(valToPos(ys[i], 'y'), top, height));
  }

  choose(wanted) {
    const numbers = this.points.filter((_, i) => wanted(i)).map(({ number }) => number);
    if (numbers.length === 0) this.clear();
    this.onBrush(numbers.length === 0 ? null : numbers);
  }
}
