import { colour } from '../theme.js';

/** uPlot, loaded with the first chart. */
export const loadPlot = () => import('uplot').then((module) => module.default);

const FONT = '12px Inter, ui-sans-serif, system-ui, sans-serif';

/** An axis in the page's colours. */
export function axis(label, more = {}) {
  return {
    label,
    font: FONT,
    labelFont: FONT,
    labelSize: 18,
    stroke: colour('ink-2'),
    grid: { stroke: colour('grid'), width: 1 },
    ticks: { stroke: colour('grid'), width: 1, size: 4 },
    ...more,
  };
}

/** Keeps a chart as wide as its place; returns what ends that. */
export function fit(plot, host, height) {
  const observer = new ResizeObserver(() => {
    const width = Math.floor(host.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height });
  });
  observer.observe(host);
  return () => observer.disconnect();
}

/** Values of a log axis: powers of ten, and what lies between where there are few of them. */
export function logTicks(min, max) {
  const ticks = [];
  const steps = Math.log10(max / min) < 2 ? [1, 2, 3, 5, 7] : Math.log10(max / min) < 4 ? [1, 2, 5] : [1];
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power++) {
    for (const step of steps) {
      const tick = Number((step * 10 ** power).toPrecision(1));
      if (tick >= min && tick <= max) ticks.push(tick);
    }
  }
  return ticks;
}

/** A tick's text: short, and the same for 0.001 on every axis. */
export const tickText = (value) =>
  value == null ? '' : Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential().replace('e+', 'e')
    : String(Number(value.toPrecision(4)));
