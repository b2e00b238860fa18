import { colour } from '../theme.js';
import { CurveHover } from './curve-hover.js';
import { axis, fit, logTicks, tickText } from './plot.js';

const HEIGHT = 380;
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** With more curves, a point at the end of each would hide the others. */
const MOST_ENDS = 60;

/**
 * Curves of many trials. Data is taken as it is, never copied, and drawn at most once a frame: a thousand changes
 * between two frames cost one drawing.
 *
 * A series is `{ number, label, stroke, dim, x, y }`, x ascending.
 */
export class CurveChart {
  /** @param onHover gets the trial's number under the pointer, or null */
  constructor(uPlot, host, { onHover, onRead }) {
    Object.assign(this, { uPlot, host, onHover, onRead });
    this.series = [];
    this.view = { logY: false, xLabel: '', yLabel: '', yText: String };
    this.zoom = null;
    this.frames = 0;
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.unfit?.();
    this.hover?.destroy();
    this.plot?.destroy();
    this.plot = null;
  }

  /** What is to be shown; takes effect with the next frame. */
  show(series, view) {
    const drawn = series.filter((each) => each.y.length > 0);
    const key = JSON.stringify([view.logY, view.xLabel, view.yLabel, view.dark]);
    if (key !== this.key) this.zoom = null;
    this.stale ||= key !== this.key || drawn.length !== this.series.length;
    this.key = key;
    this.series = drawn;
    this.view = view;
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  /** Makes a trial stand out; null for none. */
  highlight(number) {
    this.hover?.highlight(this.series.find((each) => each.number === number) ?? null);
  }

  resetZoom() {
    this.zoom = null;
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.frame = null;
    this.frames++;
    if (this.stale) this.rebuild();
    this.stale = false;
    if (!this.plot) return;
    const { x, y } = this.extent();
    this.plot.batch(() => {
      this.plot.setData([null, ...this.series.map((each) => [each.x, each.y])], false);
      this.plot.setScale('x', x);
      this.plot.setScale('y', y);
    });
    this.hover.redraw();
  }

  rebuild() {
    this.unfit?.();
    this.hover?.destroy();
    this.plot?.destroy();
    this.plot = null;
    if (this.series.length === 0) return;
    const { logY, xLabel, yLabel, yText, whole } = this.view;
    const line = this.uPlot.paths.linear();
    this.plot = new this.uPlot(
      {
        mode: 2,
        width: Math.max(200, Math.floor(this.host.clientWidth)),
        height: HEIGHT,
        padding: [12, 12, 0, 0],
        legend: { show: false },
        scales: {
          x: { time: false, auto: false },
          y: { distr: logY ? 3 : 1, auto: false },
        },
        axes: [
          axis(xLabel, { size: 34, values: (_, ticks) => ticks.map(tickText), ...(whole && { incrs: WHOLE }) }),
          axis(yLabel, { size: 58, values: (_, ticks) => ticks.map(yText), ...(logY && logAxis()) }),
        ],
        cursor: {
          points: { show: false },
          y: false,
          drag: { x: true, y: false, setScale: false, dist: 6 },
          dataIdx: () => null,
        },
        series: [
          {},
          ...this.series.map((_, i) => ({
            facets: [
              { scale: 'x', auto: false, sorted: 1 },
              { scale: 'y', auto: false },
            ],
            stroke: () => this.series[i].stroke,
            width: this.series.length > 40 ? 1 : 1.5,
            paths: line,
            points: { show: (_u, _s) => false },
          })),
        ],
        hooks: { setSelect: [(plot) => this.select(plot)], draw: [(plot) => this.drawEnds(plot)] },
      },
      [null, ...this.series.map((each) => [each.x, each.y])],
      this.host,
    );
    this.plot.over.addEventListener('dblclick', () => this.resetZoom());
    this.hover = new CurveHover(this.plot, () => this.series, this);
    this.unfit = fit(this.plot, this.host, HEIGHT);
  }

  /** Where each curve stands: a first epoch is no line yet. */
  drawEnds(plot) {
    if (this.series.length > MOST_ENDS) return;
    const { min, max } = plot.scales.x;
    for (const { x, y, stroke } of this.series) {
      if (x.at(-1) < min || x.at(-1) > max) continue;
      plot.ctx.beginPath();
      plot.ctx.arc(plot.valToPos(x.at(-1), 'x', true), plot.valToPos(y.at(-1), 'y', true), 3 * devicePixelRatio, 0, 2 * Math.PI);
      plot.ctx.fillStyle = stroke;
      plot.ctx.fill();
    }
  }

  select(plot) {
    const { left, width } = plot.select;
    if (width < 6) return;
    this.zoom = { min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  extent() {
    const { logY } = this.view;
    let maxX = 0;
    let minX = Infinity;
    for (const { x } of this.series) {
      if (x[0] < minX) minX = x[0];
      if (x.at(-1) > maxX) maxX = x.at(-1);
    }
    const start = this.view.whole ? Math.min(1, minX) : 0;
    const x = this.zoom ?? { min: start, max: Math.max(maxX + (maxX - start) * 0.01, start + (this.view.whole ? 1 : 0.1)) };
    let low = Infinity;
    let high = -Infinity;
    for (const { x: xs, y: ys } of this.series) {
      for (let i = 0; i < ys.length; i++) {
        if (xs[i] < x.min || xs[i] > x.max || (logY && ys[i] <= 0)) continue;
        if (ys[i] < low) low = ys[i];
        if (ys[i] > high) high = ys[i];
      }
    }
    if (low > high) [low, high] = [logY ? 0.1 : 0, 1];
    if (logY) return { x, y: { min: low / 1.1, max: high * 1.1 } };
    const room = (high - low || Math.abs(high) || 1) * 0.05;
    return { x, y: { min: Math.max(low >= 0 ? 0 : -Infinity, low - room), max: high + room } };
  }
}

const logAxis = () => ({ splits: (_u, _i, min, max) => logTicks(min, max), filter: (_u, splits) => splits });

/** The colour of a curve that is not of those that are looked at. */
export const dimmed = () => colour('curve-dim');
