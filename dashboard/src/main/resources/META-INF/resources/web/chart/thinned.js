/** The maximum distance of an omitted point from the line, in canvas pixels; it is invisible. */
const TOLERANCE = 0.4;

/** With more points per column of pixels, uPlot's own path of minimum and maximum has fewer points. */
const DENSE = 2;

/**
 * A path builder for uPlot that omits points on the line between their neighbours: a smooth curve of 500 epochs becomes
 * about thirty lines. Each point is within a fraction of a pixel of the path.
 *
 * The corridor that all points since the last corner leave is narrowed point by point ("swinging door"), in one pass.
 */
export const thinned = (dense) => (plot, series, from, to) => {
  const [xs, ys] = plot.data[series];
  const { min, max } = plot.scales.x;
  let first = from;
  let last = to;
  while (first < last && xs[first + 1] < min) first++;
  while (last > first && xs[last - 1] > max) last--;
  if (last - first > DENSE * plot.bbox.width) return dense(plot, series, from, to);
  const stroke = new Path2D();
  let corner = null;
  let before = null;
  let [low, high] = [-Infinity, Infinity];
  const turn = (point) => {
    stroke.lineTo(point.x, point.y);
    corner = point;
    [low, high] = [-Infinity, Infinity];
  };
  for (let i = first; i <= last; i++) {
    const point = { x: plot.valToPos(xs[i], 'x', true), y: ys[i] == null ? NaN : plot.valToPos(ys[i], 'y', true) };
    if (!Number.isFinite(point.y)) {
      if (before) stroke.lineTo(before.x, before.y);
      corner = null;
      before = null;
      continue;
    }
    if (!corner) {
      stroke.moveTo(point.x, point.y);
      turn(point);
    } else {
      const slope = (point.y - corner.y) / (point.x - corner.x);
      if (before !== corner && !(slope >= low && slope <= high)) turn(before);
      const run = point.x - corner.x;
      low = Math.max(low, (point.y - TOLERANCE - corner.y) / run);
      high = Math.min(high, (point.y + TOLERANCE - corner.y) / run);
    }
    before = point;
  }
  if (before) stroke.lineTo(before.x, before.y);
  return { stroke, fill: null, clip: null, band: null, gaps: null, flags: 0 };
};
