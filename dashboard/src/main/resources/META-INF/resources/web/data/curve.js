const COLUMNS = ['epoch', 'trainingLoss', 'elapsed', 'validationLoss', 'validationAccuracy'];

/** The metrics that an epoch has, as the page calls them. */
export const METRICS = {
  trainingLoss: { label: 'Training loss', better: 'lower' },
  validationLoss: { label: 'Validation loss', better: 'lower' },
  validationAccuracy: { label: 'Validation accuracy', better: 'higher' },
};

/** A trial's epochs, column by column, as `GET /api/experiments/{id}/epochs` has them; grows. */
export class Curve {
  constructor(columns = {}) {
    for (const column of COLUMNS) this[column] = columns[column] ?? [];
  }

  get length() {
    return this.epoch.length;
  }

  /** Adds an epoch. One that a second attempt trained again is the same one: it replaces nothing and adds nothing. */
  add(event) {
    const last = this.epoch.at(-1) ?? 0;
    if (event.epoch <= last) return false;
    this.epoch.push(event.epoch);
    this.trainingLoss.push(event.trainingLoss);
    this.elapsed.push((this.elapsed.at(-1) ?? 0) + event.seconds);
    if (event.validationLoss != null) this.validationLoss.push(event.validationLoss);
    if (event.validationAccuracy != null) this.validationAccuracy.push(event.validationAccuracy);
    return true;
  }

  /** Whether there is something to draw of a metric: a split can be held out or not. */
  has(metric) {
    return this.length > 0 && this[metric].length === this.length;
  }
}
