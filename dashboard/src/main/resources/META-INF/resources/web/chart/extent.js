/** Headroom of the axes while curves grow; until it is used up, only new lines have to be drawn. */
const ROOM = 0.08;

/** A curve that rises this far above its start has diverged; a linear axis that included it would show nothing else. */
const DIVERGED = 100;

/** Beyond this, uPlot finds no ticks. */
const LARGEST = 1e15;

/** The range of the x axis. */
export function extentX(series, { whole, live, most }) {
  const start = whole ? Math.min(1, ...series.map(({ x }) => x[0])) : 0;
  let end = Math.max(...series.map(({ x }) => x.at(-1)));
  // A single epoch is centred.
  if (whole && end <= start && !(live && most > end)) return { min: start - 0.5, max: start + 0.5 };
  if (live) end = Math.max(end, Math.min(most, end + (end - start) * ROOM));
  return { min: start, max: Math.max(end + (end - start) * 0.01, start + (whole ? 1 : 0.1)) };
}

/** The range of the y axis for a range of x; `cut` if a curve exceeds it at the top. */
export function extentY(series, x, { logY, live }) {
  let low = Infinity;
  let high = -Infinity;
  const first = [];
  for (const { x: xs, y: ys } of series) {
    let seen = false;
    for (let i = 0; i < ys.length; i++) {
      if (ys[i] === null || xs[i] < x.min || xs[i] > x.max || (logY && ys[i] <= 0)) continue;
      if (!seen) first.push(ys[i]);
      seen = true;
      if (ys[i] < low) low = ys[i];
      if (ys[i] > high) high = ys[i];
    }
  }
  if (low > high) [low, high] = [logY ? 0.1 : 0, 1];
  if (logY) return { min: Math.min(LARGEST / 10, low) / (live ? 1.3 : 1.1), max: Math.min(LARGEST, high * 1.1), cut: high > LARGEST };
  const typical = first.sort((one, other) => one - other)[first.length >> 1];
  const cut = low >= 0 && typical > 0 && high > DIVERGED * typical;
  if (cut) high = 2 * typical;
  if (!cut && Math.abs(high) > LARGEST) return { min: Math.max(low, -LARGEST), max: LARGEST, cut: true };
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  // For non-negative values, show at most a line's width below zero.
  return { min: Math.max(low >= 0 ? -room / 5 : -Infinity, low - room), max: high + room, cut };
}
