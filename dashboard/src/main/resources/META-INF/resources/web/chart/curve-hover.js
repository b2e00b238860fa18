import { colour } from '../theme.js';

/** The maximum distance of the pointer from a curve for reading it, in pixels. */
const NEAR = 40;

/** The maximum distance of a click from a curve. */
const CLICK = 14;

/** With more curves, a point at the end of each would hide the others. */
const MOST_ENDS = 60;

/** The margin around the plot, so that points on its edge are drawn completely. */
const MARGIN = 8;
const ACROSS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Shows the trial and epoch under the pointer or at the keyboard position, and highlights its curve and the ends of all
 * curves, on a separate canvas so the curves need not be redrawn.
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
      if (each.y[i] === null) continue;
      const away = Math.hypot(plot.valToPos(each.x[i], 'x') - left, plot.valToPos(each.y[i], 'y') - top);
      const vertical = Math.abs(plot.valToPos(each.y[i], 'y') - top) + 0.2 * away;
      if (vertical < distance) {
        distance = vertical;
        best = { each, i, near: vertical <= CLICK };
      }
    }
    return best;
  }

  /** Arrow keys: move along a curve or to the next one. */
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
    this.plot.over.classList.toggle('on-curve', Boolean(place?.near));
    const offset = this.plot.over.offsetLeft;
    const position = place && this.position(place);
    this.onRead(place && { left: offset + position.left, top: position.top, series: place.each, i: place.i });
    this.highlight(place?.each ?? null);
    this.onHover(place?.each.number ?? null);
  }

  position({ each, i }) {
    const { plot } = this;
    return { left: plot.valToPos(each.x[i], 'x'), top: plot.valToPos(each.y[i] ?? plot.scales.y.min, 'y') };
  }

  /** Marks the ends of curves, if there are few, and isolated epochs, which have no line. */
  drawPoints(pen, ends) {
    const { plot } = this;
    const { min, max } = plot.scales.x;
    this.points = 0;
    for (const { x, y, stroke, gaps } of this.series()) {
      pen.fillStyle = stroke;
      for (const i of places(y, ends, gaps)) {
        if (y[i] === null || x[i] < min || x[i] > max) continue;
        pen.beginPath();
        pen.arc(plot.valToPos(x[i], 'x'), plot.valToPos(y[i], 'y'), 3, 0, 2 * Math.PI);
        pen.fill();
        this.points++;
      }
    }
  }

  highlight(each) {
    this.shown = each;
    this.redraw();
  }

  redraw() {
    const { plot, canvas } = this;
    const ratio = devicePixelRatio;
    const width = plot.bbox.width / ratio + 2 * MARGIN;
    const height = plot.bbox.height / ratio + 2 * MARGIN;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const ends = this.series().length <= MOST_ENDS;
    const points = ends || this.series().some(({ y, gaps }) => gaps || y.length === 1);
    if (!points && !this.shown && this.clean) return;
    const pen = canvas.getContext('2d');
    pen.setTransform(ratio, 0, 0, ratio, MARGIN * ratio, MARGIN * ratio);
    pen.clearRect(-MARGIN, -MARGIN, width, height);
    this.clean = !points && !this.shown;
    if (points) this.drawPoints(pen, ends);
    const each = this.shown && this.series().find(({ number }) => number === this.shown.number);
    if (each) this.drawShown(pen, each);
  }

  drawShown(pen, each) {
    const { plot } = this;
    pen.save();
    pen.beginPath();
    pen.rect(-MARGIN, -MARGIN, plot.bbox.width / devicePixelRatio + 2 * MARGIN, plot.bbox.height / devicePixelRatio + 2 * MARGIN);
    pen.clip();
    const path = new Path2D();
    let gap = true;
    for (let i = 0; i < each.x.length; i++) {
      if (each.y[i] !== null) path[gap ? 'moveTo' : 'lineTo'](plot.valToPos(each.x[i], 'x'), plot.valToPos(each.y[i], 'y'));
      gap = each.y[i] === null;
    }
    pen.lineJoin = 'round';
    for (const [stroke, width] of [[colour('surface'), 6], [each.accent, 2.5]]) {
      pen.strokeStyle = stroke;
      pen.lineWidth = width;
      pen.stroke(path);
    }
    if (this.place?.each.number === each.number) this.drawPlace(pen, each);
    pen.restore();
  }

  drawPlace(pen, each) {
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

/** The indexes of a curve's marked points. */
function places(y, ends, gaps) {
  const last = y.length - 1;
  if (!gaps) return ends || last === 0 ? [last] : [];
  const alone = (i) => y[i] !== null && (y[i - 1] ?? null) === null && (y[i + 1] ?? null) === null;
  return y.map((_, i) => i).filter((i) => alone(i) || (ends && i === last));
}

/** The index of the value closest to x, in ascending values. */
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
