import { finite } from '../format.js';

/*
 * Converts API responses to the shapes that the page relies on. Whatever a response lacks or gets wrong, fields have the
 * right type, and numbers are finite or null.
 */

export const list = (value) => (Array.isArray(value) ? value : []);
export const record = (value) => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {});
export const text = (value, otherwise = null) => (typeof value === 'string' ? value : otherwise);
const whole = (value) => Math.max(0, Math.floor(finite(value) ?? 0));

const COUNTS = ['total', 'queued', 'running', 'paused', 'completed', 'failed', 'cancelled', 'evaluated'];

/** An experiment. */
export function experimentOf(value) {
  const raw = record(value);
  const specification = record(raw.specification);
  return {
    ...raw,
    id: text(raw.id, ''),
    name: text(raw.name, 'Unnamed experiment'),
    state: text(raw.state, 'unknown'),
    trials: Object.fromEntries(COUNTS.map((key) => [key, whole(record(raw.trials)[key])])),
    progress: finite(raw.progress) ?? 0,
    bestTrial: text(raw.bestTrial),
    bestAccuracy: finite(raw.bestAccuracy),
    notice: text(raw.notice),
    varied: list(raw.varied).filter((path) => typeof path === 'string'),
    dataset: text(raw.dataset, text(specification.dataset, '')),
    specification: {
      ...specification,
      dataset: text(specification.dataset, ''),
      device: list(specification.device).map(String),
    },
  };
}

/** Published values, each with the number of its trial. */
export const referenceOf = (value) => ({
  source: text(record(value).source),
  trials: list(record(value).trials).map((each) => ({
    number: finite(record(each).number),
    loss: finite(record(each).loss),
    accuracy: finite(record(each).accuracy),
    seconds: finite(record(each).seconds),
  })),
});

/** The violations of a document. */
export const violationsOf = (value) =>
  list(value).map((each) => ({
    ...record(each),
    message: text(record(each).message, ''),
    line: finite(record(each).line),
    column: finite(record(each).column) ?? 1,
  }));

/** A page of the list of experiments. */
export function pageOf(value) {
  const raw = record(value);
  const experiments = list(raw.experiments).map(experimentOf);
  return { experiments, total: Math.max(experiments.length, whole(raw.total)), next: text(raw.next) };
}

/** A trial. */
export function trialOf(value) {
  const raw = record(value);
  const specification = record(raw.specification);
  const model = record(specification.model);
  return {
    ...raw,
    id: text(raw.id, ''),
    state: text(raw.state, 'unknown'),
    specification: {
      ...specification,
      dataset: text(specification.dataset, ''),
      model: { ...model, hidden: list(model.hidden), activation: text(model.activation, '') },
      training: record(specification.training),
    },
    varied: record(raw.varied),
    attempts: whole(raw.attempts),
    epoch: whole(raw.epoch),
    epochs: whole(raw.epochs),
    trainingLoss: finite(raw.trainingLoss),
    validationLoss: finite(raw.validationLoss),
    validationAccuracy: finite(raw.validationAccuracy),
    seconds: finite(raw.seconds) ?? 0,
    samplesPerSecond: finite(raw.samplesPerSecond),
    testLoss: finite(raw.testLoss),
    testAccuracy: finite(raw.testAccuracy),
    failure: text(raw.failure),
  };
}

/** An evaluation; its confusion matrix is square. */
export function evaluationOf(value) {
  const raw = record(value);
  const rows = list(raw.confusion).map(list);
  return {
    ...raw,
    confusion: rows.map((row) => rows.map((_, i) => whole(row[i]))),
    classes: list(raw.classes).map((each, i) => ({
      label: finite(record(each).label) ?? i,
      precision: finite(record(each).precision),
      recall: finite(record(each).recall),
      f1: finite(record(each).f1),
      support: whole(record(each).support),
    })),
    modelSha256: text(raw.modelSha256),
  };
}

/** Curves of trials, by column, and the position where their events continue. */
export function curvesOf(value) {
  const raw = record(value);
  return { trials: list(raw.trials).map(record).filter(({ number }) => finite(number) !== null), lastEventId: text(raw.lastEventId) };
}

/** The preview of a document. */
export function previewOf(value) {
  const raw = record(value);
  const specification = record(raw.specification);
  return {
    ...raw,
    trials: list(raw.trials).map((each) => ({ ...record(each), training: record(record(each).training) })),
    specification: { ...specification, dataset: text(specification.dataset, ''), device: list(specification.device).map(String) },
  };
}

/** Test examples of a cell of the confusion matrix. */
export const misclassifiedOf = (value) => ({
  dataset: text(record(value).dataset, ''),
  examples: list(record(value).examples).filter((each) => finite(record(each).index) !== null),
});

/** The settings of this installation. */
export const settingsOf = (value) => ({ tokenAsked: record(value).tokenAsked === true, grafana: text(record(value).grafana) });

/** Lists of the API. */
export const listOf = (value, shape) => list(value).map(shape);
