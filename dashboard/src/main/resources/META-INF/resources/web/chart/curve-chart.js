import { colour } from '../theme.js';
import { CurveHover } from './curve-hover.js';
import { extentX, extentY } from './extent.js';
import { drawNew } from './new-lines.js';
import { Pace } from './pace.js';
import { axis, fit, logAxis, tickText } from './plot.js';
import { thinned } from './thinned.js';
import { Touch } from './touch.js';

const HEIGHT = 380;
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** With more curves, lines are one pixel wide, without indistinguishable points. */
const MANY = 40;

/** Two clicks within this time reset the zoom instead of opening a trial. */
const DOUBLE_CLICK_MS = 280;

/**
 * Curves of many trials. Data is never copied. While the axes do not change, a redraw only adds lines to new points;
 * {@link Pace} limits how often.
 *
 * A series is `{ number, label, stroke, dim, x, y, gaps }`, x ascending; y is null in a gap.
 */
export class CurveChart {
  /**
   * @param onHover gets the trial's number under the pointer, or null
   * @param onCut hears whether a curve leaves the axes at the top
   * @param onOpen gets the number of a trial whose curve was clicked
   * @param onFault gets work that draws, and does it
   */
  constructor(uPlot, host, { onHover, onRead, onCut, onOpen, onFault }) {
    Object.assign(this, { uPlot, host, onHover, onRead, onCut, onOpen });
    this.cut = false;
    this.series = [];
    this.view = { logY: false, xLabel: '', yLabel: '', yText: String };
    this.zoom = null;
    this.frames = 0;
    this.drawn = null;
    this.pace = new Pace(() => onFault(() => this.draw()));
  }

  destroy() {
    this.pace.close();
    clearTimeout(this.opening);
    this.unfit?.();
    this.hover?.destroy();
    this.plot?.destroy();
    this.plot = null;
  }

  /**
   * Sets what to show; it is drawn at the next opportunity.
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

  /** Highlights a trial; null for none. */
  highlight(number) {
    this.hover?.highlight(this.series.find((each) => each.number === number) ?? null);
  }

  resetZoom() {
    this.look(null);
  }

  /** Zooms in by a factor, or out if it is below 1, around a position or the middle. */
  zoomBy(factor, place) {
    if (!this.plot) return;
    const { min, max } = this.zoom ?? this.plot.scales.x;
    const middle = place ?? (min + max) / 2;
    this.lookWithin({ min: middle - (middle - min) / factor, max: middle + (max - middle) / factor });
  }

  /** Shows a range of x, moved to stay within the data. */
  lookWithin({ min, max }) {
    const whole = extentX(this.series, this.view);
    const size = Math.min(max - min, whole.max - whole.min);
    const from = Math.min(Math.max(min, whole.min), whole.max - size);
    this.look(size >= whole.max - whole.min ? null : { min: from, max: from + size });
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
    else drawNew(this.plot, this.series, this.drawn, this.width() * devicePixelRatio);
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

  /** Whether the new points fit within the axes. */
  fits() {
    const { x, y } = this.plot.scales;
    return this.series.every((each, s) => {
      for (let i = this.drawn[s]; i < each.y.length; i++) {
        if (this.zoom && each.x[i] > x.max) continue;
        if (each.x[i] > x.max || each.y[i] === null || each.y[i] < y.min || (each.y[i] > y.max && !this.cut)) return false;
      }
      return each.y.length >= this.drawn[s];
    });
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
          axis('x', xLabel, { text: whole ? wholeText : tickText, ...(whole && { incrs: WHOLE }) }),
          axis('y', yLabel, { text: yText, ...(logY && logAxis()) }),
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
    this.listen(this.plot.over);
    this.hover = new CurveHover(this.plot, () => this.series, this);
    this.unfit = fit(this.plot, this.host, HEIGHT);
  }

  listen(over) {
    over.addEventListener('dblclick', () => {
      clearTimeout(this.opening);
      this.resetZoom();
    });
    over.addEventListener('mousedown', () => {
      this.dragged = false;
    });
    over.addEventListener('click', (event) => this.click(event));
    this.touch = new Touch(over, {
      axes: () => {
        const { min, max } = this.zoom ?? this.plot.scales.x;
        return [{ min, max }];
      },
      look: ([{ min, max }]) => this.lookWithin({ min, max }),
      reset: () => {
        clearTimeout(this.opening);
        this.resetZoom();
      },
    });
  }

  /** Opens the trial under the pointer. On a touch screen, the first tap reads a curve and the second one opens its trial. */
  click(event) {
    const number = this.hover.place?.near ? this.hover.place.each.number : undefined;
    const again = this.tapped === number;
    this.tapped = event.pointerType === 'touch' ? number : null;
    if (number === undefined || this.dragged || this.touch.hasJustReset() || event.detail > 1 || (event.pointerType === 'touch' && !again)) return;
    clearTimeout(this.opening);
    this.opening = setTimeout(() => this.onOpen(number), DOUBLE_CLICK_MS);
  }

  select(plot) {
    const { left, width } = plot.select;
    if (width < 6) return;
    this.dragged = true;
    const zoom = { min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.look(zoom);
  }
}

const looksLike = (one, other) => other && one.number === other.number && one.stroke === other.stroke && one.y === other.y;

/** Between two epochs there is none. */
const wholeText = (value) => (Number.isInteger(value) ? tickText(value, 1) : '');

/** The colour of an unselected curve. */
export const dimmed = () => colour('curve-dim');
