import { colour } from '../theme.js';

/** How near the pointer has to be to a curve, in pixels. */
const NEAR = 40;

/** With more curves, a point at the end of each would hide the others. */
const MOST_ENDS = 60;
const ACROSS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Says which trial and epoch is under the pointer, or where the arrow keys stand, and draws its curve on top of the
 * others and where each stands, on a canvas of its own so that those need not be drawn again.
 */
export class CurveHover {
  constructor(plot, series, { onHover, onRead }) {
    Object.assign(this, { plot, series, onHover, onRead });
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'curve-highlight';
    plot.over.append(this.canvas);
    this.shown = null;
    this.place = null;
    this.move = (event) => this.pointer(event);
    this.leave = () => this.point(null);
    plot.over.addEventListener('mousemove', this.move);
    plot.over.addEventListener('mouseleave', this.leave);
  }

  destroy() {
    this.canvas.remove();
  }

  pointer(event) {
    const box = this.plot.over.getBoundingClientRect();
    this.point(this.nearest(event.clientX - box.left, event.clientY - box.top));
  }

  nearest(left, top) {
    const { plot } = this;
    const x = plot.posToVal(left, 'x');
    let best = null;
    let distance = NEAR;
    for (const each of this.series()) {
      const i = closest(each.x, x);
      const away = Math.hypot(plot.valToPos(each.x[i], 'x') - left, plot.valToPos(each.y[i], 'y') - top);
      const vertical = Math.abs(plot.valToPos(each.y[i], 'y') - top) + 0.2 * away;
      if (vertical < distance) {
        distance = vertical;
        best = { each, i };
      }
    }
    return best;
  }

  /** With the arrow keys: along a curve, and from a curve to the next. */
  step(key) {
    const series = this.series();
    if (series.length === 0) return;
    const row = Math.max(0, series.findIndex(({ number }) => number === this.place?.each.number));
    const last = series[row].x.length - 1;
    const i = Math.min(this.place?.i ?? last, last);
    const along = { ArrowLeft: Math.max(0, i - 1), ArrowRight: Math.min(last, i + 1), Home: 0, End: last };
    const next = series[(row + (ACROSS[key] ?? 0) + series.length) % series.length];
    this.point({ each: next, i: Math.min(along[key] ?? i, next.x.length - 1) });
  }

  point(place) {
    this.place = place;
    this.onRead(place && { ...this.position(place), series: place.each, i: place.i });
    this.highlight(place?.each ?? null);
    this.onHover(place?.each.number ?? null);
  }

  position({ each, i }) {
    return { left: this.plot.valToPos(each.x[i], 'x'), top: this.plot.valToPos(each.y[i], 'y') };
  }

  /** Where each curve stands: a first epoch is no line yet. */
  drawEnds(pen) {
    const { plot } = this;
    for (const { x, y, stroke } of this.series()) {
      if (x.at(-1) < plot.scales.x.min || x.at(-1) > plot.scales.x.max) continue;
      pen.beginPath();
      pen.arc(plot.valToPos(x.at(-1), 'x'), plot.valToPos(y.at(-1), 'y'), 3, 0, 2 * Math.PI);
      pen.fillStyle = stroke;
      pen.fill();
    }
  }

  highlight(each) {
    this.shown = each;
    this.redraw();
  }

  redraw() {
    const { plot, canvas } = this;
    const ratio = devicePixelRatio;
    const width = plot.bbox.width / ratio;
    const height = plot.bbox.height / ratio;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const ends = this.series().length <= MOST_ENDS;
    if (!ends && !this.shown && this.clean) return;
    const pen = canvas.getContext('2d');
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.clean = !ends && !this.shown;
    if (ends) this.drawEnds(pen);
    const each = this.shown && this.series().find(({ number }) => number === this.shown.number);
    if (!each) return;
    const path = new Path2D();
    for (let i = 0; i < each.x.length; i++) path.lineTo(plot.valToPos(each.x[i], 'x'), plot.valToPos(each.y[i], 'y'));
    pen.lineJoin = 'round';
    pen.strokeStyle = colour('surface');
    pen.lineWidth = 6;
    pen.stroke(path);
    pen.strokeStyle = each.accent;
    pen.lineWidth = 2.5;
    pen.stroke(path);
    if (this.place?.each.number === each.number) {
      const { left, top } = this.position({ each, i: Math.min(this.place.i, each.x.length - 1) });
      pen.beginPath();
      pen.arc(left, top, 4.5, 0, 2 * Math.PI);
      pen.fillStyle = each.accent;
      pen.fill();
      pen.strokeStyle = colour('surface');
      pen.lineWidth = 2;
      pen.stroke();
    }
  }
}

/** The index of the value that is closest to x, of ascending ones. */
export function closest(values, x) {
  let low = 0;
  let high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] < x) low = middle;
    else high = middle;
  }
  return Math.abs(values[low] - x) <= Math.abs(values[high] - x) ? low : high;
}
