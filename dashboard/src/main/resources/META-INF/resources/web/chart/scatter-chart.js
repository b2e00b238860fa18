import { axis, fit, logTicks, tickText } from './plot.js';
import { colour } from '../theme.js';
import { spreads } from './colours.js';
import { plain } from '../format.js';

const HEIGHT = 220;
const RADIUS = 4;

/**
 * Points of trials, a varied value against a result. Drawing a rectangle chooses the trials within.
 *
 * A point is `{ number, value, result, fill, dim }`; values are numbers or anything else, each of which has a place of
 * its own.
 */
export class ScatterChart {
  /** @param onBrush gets the numbers of the trials within the rectangle, or null where it is taken back */
  constructor(uPlot, host, { onBrush, onMark }) {
    Object.assign(this, { uPlot, host, onBrush, onMark });
    this.points = [];
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
    this.numeric = values.every((value) => typeof value === 'number');
    this.log = this.numeric && spreads(values);
    const order = (one, other) => plain(one).localeCompare(plain(other), undefined, { numeric: true });
    const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()].sort(order);
    this.places = this.numeric ? null : distinct;
    const x = this.numeric ? values : values.map((value) => distinct.findIndex((each) => JSON.stringify(each) === JSON.stringify(value)));
    const y = points.map(({ result }) => result);
    this.data = [null, [x, y]];
    const key = JSON.stringify([this.log, this.numeric, this.view.label, resultLabel, logResult, distinct.length <= 12 && distinct, colour('ink-2')]);
    if (key !== this.key || !this.plot) this.rebuild(distinct);
    this.key = key;
    this.plot.batch(() => {
      this.plot.setData(this.data, false);
      this.plot.setScale('x', this.range(x, this.log, this.numeric ? null : 0.5));
      this.plot.setScale('y', this.range(y, logResult));
    });
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
    const splits = this.numeric && !few ? {} : { splits: () => (this.numeric ? [...distinct].sort((a, b) => a - b) : distinct.map((_, i) => i)), filter: (_u, s) => s };
    const xAxis = axis(label, {
      size: 30,
      values: (_, ticks) => ticks.map((tick) => (this.places ? plain(this.places[tick]) : tickText(tick))),
      ...(this.log && !few ? { splits: (_u, _i, min, max) => logTicks(min, max), filter: (_u, s) => s } : splits),
    });
    const yAxis = axis(null, { size: 62, values: (_, ticks) => ticks.map(resultText), ...(logResult ? { splits: (_u, _i, min, max) => logTicks(min, max), filter: (_u, s) => s } : {}) });
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
    this.plot.over.addEventListener('mousemove', (event) => this.onMark(this.nearest(event)));
    this.plot.over.addEventListener('mouseleave', () => this.onMark(null));
    this.plot.over.addEventListener('dblclick', () => this.onBrush(null));
    this.unfit = fit(this.plot, this.host, HEIGHT);
  }

  draw(plot) {
    const pen = plot.ctx;
    const [xs, ys] = this.data[1];
    pen.save();
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
        best = this.points[i].number;
      }
    }
    return best;
  }

  brush(plot) {
    const { left, top, width, height } = plot.select;
    if (width < 4 && height < 4) {
      this.onBrush(null);
      return;
    }
    const [xs, ys] = this.data[1];
    const inside = (i) => {
      const x = plot.valToPos(xs[i], 'x');
      const y = plot.valToPos(ys[i], 'y');
      return x >= left && x <= left + width && y >= top && y <= top + height;
    };
    this.onBrush(new Set(this.points.filter((_, i) => inside(i)).map(({ number }) => number)));
  }
}
