import { finite } from '../format.js';

const METRIC_COLUMNS = ['trainingLoss', 'validationLoss', 'validationAccuracy'];

/** The metrics of an epoch. */
export const METRICS = {
  trainingLoss: { label: 'Training loss', better: 'lower' },
  validationLoss: { label: 'Validation loss', better: 'lower' },
  validationAccuracy: { label: 'Validation accuracy', better: 'higher' },
};

/**
 * A trial's growing list of epochs, by column, as in `GET /api/experiments/{id}/epochs`. A value that is not finite is
 * null: a gap in the curve.
 */
export class Curve {
  constructor(columns = {}) {
    this.epoch = [];
    this.elapsed = [];
    /** The metrics with gaps. */
    this.gaps = new Set();
    for (const metric of METRIC_COLUMNS) this[metric] = [];
    const column = (name) => (Array.isArray(columns[name]) ? columns[name] : []);
    column('epoch').forEach((epoch, i) => {
      const values = Object.fromEntries(METRIC_COLUMNS.map((metric) => [metric, column(metric)[i]]));
      this.append(epoch, column('elapsed')[i], values, (metric) => column(metric).length > 0);
    });
  }

  get length() {
    return this.epoch.length;
  }

  /** Adds an epoch. An epoch trained again by a second attempt is ignored, because its values are the same. */
  add(event) {
    const elapsed = (this.elapsed.at(-1) ?? 0) + Math.max(0, finite(event.seconds) ?? 0);
    return this.append(event.epoch, elapsed, event, (metric) => metric === 'trainingLoss' || event[metric] != null);
  }

  append(epoch, elapsed, values, isMeasured) {
    if (finite(epoch) === null || epoch <= (this.epoch.at(-1) ?? 0)) return false;
    this.epoch.push(epoch);
    this.elapsed.push(Math.max(this.elapsed.at(-1) ?? 0, finite(elapsed) ?? 0));
    for (const metric of METRIC_COLUMNS) {
      if (!isMeasured(metric)) continue;
      const value = finite(values[metric]);
      this[metric].push(value);
      if (value === null) this.gaps.add(metric);
    }
    return true;
  }

  /** Whether a metric has values; without a validation split, some have none. */
  has(metric) {
    return this.length > 0 && this[metric].length === this.length;
  }
}
