import { finite } from '../format.js';
import { Curve } from './curve.js';
import { isFinal, numberOf } from './states.js';

const text = (value) => (typeof value === 'string' ? value : null);

/** The changes to a trial by its events, other than points of its curve. Unknown events change nothing. */
const OF_A_TRIAL = {
  // The log does not order a trial's start and a pause of its experiment.
  TrialStarted: (event, feed) => ({ state: feed.paused ? 'paused' : 'running', host: text(event.host), attempts: finite(event.attempt) ?? 1 }),
  TrialCompleted: (event) => ({ state: 'completed', trainingLoss: finite(event.trainingLoss), seconds: finite(event.seconds) ?? 0 }),
  TrialFailed: (event) => ({ state: 'failed', failure: text(event.reason) }),
  TrialCancelled: () => ({ state: 'cancelled' }),
  EvaluationFailed: (event) => ({ state: 'failed', failure: `its model cannot be evaluated: ${text(event.reason) ?? 'no reason given'}` }),
  TrialEvaluated: (event) => ({ testAccuracy: finite(event.accuracy), testLoss: finite(event.loss) }),
};

/** The changes to a trial by events of its experiment; the same rules as in the tables. */
const OF_THE_EXPERIMENT = {
  ExperimentPaused: (trial) => !isFinal(trial.state) && { state: 'paused' },
  ExperimentResumed: (trial) => trial.state === 'paused' && { state: trial.attempts > 0 ? 'running' : 'queued' },
  ExperimentCancelled: (trial) => ['queued', 'paused'].includes(trial.state) && { state: 'cancelled' },
  ExperimentRetried: (trial, event) =>
    trial.state === 'failed' && event.attempts?.[trial.number] >= trial.attempts && { state: 'queued', failure: null },
  EvaluationsRetried: (trial, event) =>
    trial.state === 'failed' && event.evaluations?.[trial.number] && { state: 'completed', failure: null },
};

/**
 * Applies an event of the log to a feed.
 *
 * @returns whether something changed that only the API can say: estimates, notices, evaluations
 */
export function applyEvent(feed, event) {
  if (event === null || typeof event !== 'object') return false;
  if (typeof event.trialId !== 'string') {
    const change = OF_THE_EXPERIMENT[event.type];
    if (event.type === 'ExperimentPaused') feed.paused = true;
    if (event.type === 'ExperimentResumed') feed.paused = false;
    if (change) for (const trial of feed.trials.values()) Object.assign(trial, change(trial, event));
    return true;
  }
  const number = numberOf(event.trialId);
  if (feed.number && feed.number !== number) return false;
  const trial = feed.trials.get(number);
  if (event.type === 'EpochCompleted') {
    addEpoch(feed, number, trial, event);
    return false;
  }
  if (trial && OF_A_TRIAL[event.type]) Object.assign(trial, OF_A_TRIAL[event.type](event, feed));
  return true;
}

function addEpoch(feed, number, trial, event) {
  if (!feed.curves.has(number)) feed.curves.set(number, new Curve());
  if (!feed.curves.get(number).add(event) || !trial || event.epoch <= trial.epoch) return;
  trial.epoch = event.epoch;
  trial.trainingLoss = finite(event.trainingLoss);
  trial.validationLoss = finite(event.validationLoss);
  trial.validationAccuracy = finite(event.validationAccuracy);
  trial.seconds += Math.max(0, finite(event.seconds) ?? 0);
  trial.samplesPerSecond = finite(event.samplesPerSecond);
}
