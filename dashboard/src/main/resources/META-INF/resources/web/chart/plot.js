import { finite } from '../format.js';
import { colour } from '../theme.js';

/** uPlot, loaded with the first chart. */
export const loadPlot = () => import('uplot').then((module) => module.default);

const FONT = '12px Inter, ui-sans-serif, system-ui, sans-serif';

/** The gap between labels and between lines of labels, in pixels. */
const GAP = 10;
const LINE = 15;

let pen = null;

/** The width of a label in pixels. */
export function widthOf(text) {
  pen ??= document.createElement('canvas').getContext('2d');
  pen.font = FONT;
  return pen.measureText(text).width;
}

/** Truncates text to a width in pixels. */
export function cut(text, width) {
  if (widthOf(text) <= width) return text;
  let kept = text.length - 1;
  while (kept > 1 && widthOf(`${text.slice(0, kept)}…`) > width) kept--;
  return `${text.slice(0, kept)}…`;
}

/**
 * An axis in the page's colours. `text` formats a tick, given the distance between ticks. Labels that would overlap or
 * repeat are omitted, powers of ten last.
 */
export function axis(scale, label, { text, ...more }) {
  const horizontal = scale === 'x';
  const labels = (plot, ticks, _axis, _space, step) => spaced(plot, scale, ticks, ticks.map((tick) => text(tick, step, plot)));
  return {
    scale,
    label,
    font: FONT,
    labelFont: FONT,
    labelSize: 18,
    stroke: colour('ink-2'),
    grid: { stroke: colour('grid'), width: 1 },
    ticks: { stroke: colour('grid'), width: 1, size: 4 },
    values: labels,
    ...(horizontal
      ? { size: 32, space: (plot, _axis, min, max) => Math.max(50, GAP + Math.max(...[min, max].map((end) => widthOf(text(end, (max - min) / 8, plot))))) }
      : { size: fitting }),
    ...more,
  };
}

/** The width of a vertical axis, from its labels; uPlot calls it repeatedly while the plot's size settles. */
function fitting(plot, labels, i, cycle) {
  if (cycle > 1) return plot.axes[i]._size;
  return Math.ceil(Math.max(24, ...(labels ?? []).map(widthOf))) + 16;
}

function spaced(plot, scale, ticks, texts) {
  const shown = ticks.map(() => '');
  const taken = [];
  const used = new Set();
  const edge = plot.width - plot.bbox.left / devicePixelRatio;
  for (const i of ticks.map((_, place) => place).sort((one, other) => rank(ticks[one]) - rank(ticks[other]) || one - other)) {
    const middle = plot.valToPos(ticks[i], scale);
    if (!texts[i] || used.has(texts[i]) || !Number.isFinite(middle)) continue;
    const half = (scale === 'x' ? widthOf(texts[i]) + GAP : LINE) / 2;
    const overlaps = taken.some(([from, to]) => middle - half < to && middle + half > from);
    if (overlaps || (scale === 'x' && middle + half - GAP / 2 > edge)) continue;
    taken.push([middle - half, middle + half]);
    used.add(texts[i]);
    shown[i] = texts[i];
  }
  return shown;
}

/** Powers of ten first. */
const rank = (tick) => (tick > 0 && Number.isInteger(Math.log10(Number(tick.toPrecision(12)))) ? 0 : 1);

/** Keeps a chart as wide as its container; returns a function that stops this. */
export function fit(plot, host, height) {
  const observer = new ResizeObserver(() => {
    const width = Math.floor(host.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height });
  });
  observer.observe(host);
  return () => observer.disconnect();
}

/** Additional options of a logarithmic axis. */
export const logAxis = () => ({ splits: (_plot, _axis, min, max) => logTicks(min, max), filter: (_plot, ticks) => ticks });

/** Ticks of a logarithmic axis: powers of ten, intermediate ticks if these are few, and even steps within one power. */
export function logTicks(min, max) {
  if (!(finite(min) > 0) || finite(max) === null || max <= min) return [];
  const decades = Math.log10(max / min);
  if (decades < 0.7) return evenTicks(min, max);
  const ticks = [];
  const steps = decades < 2 ? [1, 2, 3, 5, 7] : decades < 4 ? [1, 2, 5] : [1];
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power++) {
    for (const step of steps) {
      const tick = Number(`${step}e${power}`);
      if (tick >= min && tick <= max) ticks.push(tick);
    }
  }
  return ticks;
}

function evenTicks(min, max) {
  const rough = (max - min) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
  const ticks = [];
  for (let i = Math.ceil(min / step); i * step <= max; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

/** A tick's label: short, consistent across axes, with enough digits to differ from the next tick. */
export function tickText(value, step) {
  const number = finite(value);
  if (number === null) return '';
  if (number === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(number)));
  const digits = finite(step) > 0 ? Math.min(12, Math.max(4, size - Math.floor(Math.log10(step)) + 1)) : 4;
  const rounded = Number(number.toPrecision(digits));
  return size >= 5 || size < -3 ? rounded.toExponential().replace('e+', 'e') : String(rounded);
}

/** The label of a fraction, as a percentage. */
export function percentTick(value, step) {
  if (finite(value) === null) return '';
  const digits = finite(step) > 0 ? Math.min(6, Math.max(0, -Math.floor(Math.log10(step * 100) + 1e-9))) : 1;
  return `${(value * 100).toFixed(digits)} %`;
}
