import { colour } from '../theme.js';
import { CurveHover } from './curve-hover.js';
import { extentX, extentY } from './extent.js';
import { Pace } from './pace.js';
import { axis, fit, logTicks, tickText } from './plot.js';
import { thinned } from './thinned.js';

const HEIGHT = 380;
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** With more curves, each is as thin as the screen can draw, and without the points that could not be told apart. */
const MANY = 40;

/**
 * Curves of many trials. Data is taken as it is, never copied. As long as the axes stay, a drawing adds the lines to the
 * points that came since the last one; how often is a matter of what it costs: {@link Pace}.
 *
 * A series is `{ number, label, stroke, dim, x, y }`, x ascending.
 */
export class CurveChart {
  /**
   * @param onHover gets the trial's number under the pointer, or null
   * @param onCut hears whether a curve leaves the axes at the top
   */
  constructor(uPlot, host, { onHover, onRead, onCut }) {
    Object.assign(this, { uPlot, host, onHover, onRead, onCut });
    this.cut = false;
    this.series = [];
    this.view = { logY: false, xLabel: '', yLabel: '', yText: String };
    this.zoom = null;
    this.frames = 0;
    this.drawn = null;
    this.pace = new Pace(() => this.draw());
  }

  destroy() {
    this.pace.close();
    this.unfit?.();
    this.hover?.destroy();
    this.plot?.destroy();
    this.plot = null;
  }

  /**
   * What is to be shown; takes effect as soon as there is time.
   *
   * @param view `live` says that curves grow, `most` where their x ends at the latest
   */
  show(series, view) {
    const shown = series.filter((each) => each.y.length > 0);
    const key = JSON.stringify([view.logY, view.xLabel, view.yLabel, view.dark]);
    const other = key !== this.key;
    if (view.xLabel !== this.view.xLabel) this.zoom = null;
    this.stale ||= other || shown.length !== this.series.length;
    if (this.stale || view.live !== this.view.live || !shown.every((each, i) => looksLike(each, this.series[i]))) this.drawn = null;
    this.key = key;
    this.series = shown;
    this.view = view;
    if (other) this.pace.now();
    else this.pace.soon();
  }

  /** Makes a trial stand out; null for none. */
  highlight(number) {
    this.hover?.highlight(this.series.find((each) => each.number === number) ?? null);
  }

  resetZoom() {
    this.look(null);
  }

  /** Looks closer by a factor, or from farther where it is below one, at a place or else at the middle. */
  zoomBy(factor, place) {
    if (!this.plot) return;
    const { min, max } = this.zoom ?? this.plot.scales.x;
    const middle = place ?? (min + max) / 2;
    const whole = extentX(this.series, this.view);
    const zoom = { min: Math.max(whole.min, middle - (middle - min) / factor), max: Math.min(whole.max, middle + (max - middle) / factor) };
    this.look(zoom.min <= whole.min && zoom.max >= whole.max ? null : zoom);
  }

  look(zoom) {
    this.zoom = zoom;
    this.drawn = null;
    this.pace.now();
  }

  draw() {
    this.frames++;
    if (this.stale) this.rebuild();
    this.stale = false;
    if (!this.plot) return;
    if (!this.drawn || !this.fits()) this.drawAll();
    else this.drawNew();
    this.drawn = this.series.map(({ y }) => y.length);
    this.hover.redraw();
  }

  drawAll() {
    const x = this.zoom ?? extentX(this.series, this.view);
    const { min, max, cut } = extentY(this.series, x, this.view);
    this.plot.batch(() => {
      this.plot.setData([null, ...this.series.map((each) => [each.x, each.y])], false);
      this.plot.setScale('x', x);
      this.plot.setScale('y', { min, max });
    });
    if (cut !== this.cut) this.onCut(cut);
    this.cut = cut;
  }

  /** Whether what came since the last drawing is within the axes. */
  fits() {
    const { x, y } = this.plot.scales;
    return this.series.every((each, s) => {
      for (let i = this.drawn[s]; i < each.y.length; i++) {
        if (this.zoom && each.x[i] > x.max) continue;
        if (each.x[i] > x.max || each.y[i] == null || each.y[i] < y.min || (each.y[i] > y.max && !this.cut)) return false;
      }
      return each.y.length >= this.drawn[s];
    });
  }

  /** Draws what came since the last drawing on uPlot's canvas, as uPlot would with the next whole drawing. */
  drawNew() {
    const { ctx: pen, bbox } = this.plot;
    const width = this.width() * devicePixelRatio;
    pen.save();
    pen.beginPath();
    pen.rect(bbox.left - width / 2, bbox.top - width / 2, bbox.width + width, bbox.height + width);
    pen.clip();
    pen.lineWidth = width;
    // Where uPlot puts a line of that width among the pixels.
    pen.translate((pen.lineWidth % 2) / 2, (pen.lineWidth % 2) / 2);
    pen.lineJoin = pen.lineCap = 'round';
    this.series.forEach(({ x, y, stroke }, s) => {
      if (y.length === this.drawn[s]) return;
      pen.beginPath();
      for (let i = this.drawn[s] - 1; i < y.length; i++) pen.lineTo(this.plot.valToPos(x[i], 'x', true), this.plot.valToPos(y[i], 'y', true));
      pen.strokeStyle = stroke;
      pen.stroke();
    });
    pen.restore();
  }

  width() {
    return this.series.length > MANY ? 1 / devicePixelRatio : 1.5;
  }

  rebuild() {
    this.unfit?.();
    this.hover?.destroy();
    this.plot?.destroy();
    this.plot = null;
    if (this.series.length === 0) return;
    const { logY, xLabel, yLabel, yText, whole } = this.view;
    const line = this.uPlot.paths.linear();
    const paths = this.series.length > MANY ? thinned(line) : line;
    const width = this.width();
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
            width,
            paths,
            points: { show: (_u, _s) => false },
          })),
        ],
        hooks: { setSelect: [(plot) => this.select(plot)] },
      },
      [null, ...this.series.map((each) => [each.x, each.y])],
      this.host,
    );
    this.plot.over.addEventListener('dblclick', () => this.resetZoom());
    this.hover = new CurveHover(this.plot, () => this.series, this);
    this.unfit = fit(this.plot, this.host, HEIGHT);
  }

  select(plot) {
    const { left, width } = plot.select;
    if (width < 6) return;
    const zoom = { min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.look(zoom);
  }
}

const looksLike = (one, other) => other && one.number === other.number && one.stroke === other.stroke && one.y === other.y;

const logAxis = () => ({ splits: (_u, _i, min, max) => logTicks(min, max), filter: (_u, splits) => splits });

/** The colour of a curve that is not of those that are looked at. */
export const dimmed = () => colour('curve-dim');
