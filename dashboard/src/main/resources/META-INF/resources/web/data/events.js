import { Curve } from './curve.js';

/** What an event says of a trial, besides a curve's next point. */
const FACTS = {
  TrialStarted: (event) => ({ state: 'running', host: event.host, attempts: event.attempt }),
  TrialCompleted: (event) => ({ state: 'completed', trainingLoss: event.trainingLoss, seconds: event.seconds }),
  TrialFailed: (event) => ({ state: 'failed', failure: event.reason }),
  TrialCancelled: () => ({ state: 'cancelled' }),
  TrialEvaluated: (event) => ({ testAccuracy: event.accuracy, testLoss: event.loss }),
};

/**
 * Applies an event of the log to a feed.
 *
 * @returns whether something changed that only the API can say: states, counts, the best trial
 */
export function applyEvent(feed, event) {
  if (!event.trialId) return true;
  const number = Number(event.trialId.slice(event.trialId.lastIndexOf('.') + 1));
  if (feed.number && feed.number !== number) return false;
  const trial = feed.trials.get(number);
  if (event.type === 'EpochCompleted') {
    if (!feed.curves.has(number)) feed.curves.set(number, new Curve());
    const added = feed.curves.get(number).add(event);
    if (added && trial && event.epoch > trial.epoch) {
      trial.epoch = event.epoch;
      trial.trainingLoss = event.trainingLoss;
      trial.validationLoss = event.validationLoss;
      trial.validationAccuracy = event.validationAccuracy;
      trial.seconds += event.seconds;
      trial.samplesPerSecond = event.samplesPerSecond;
    }
    return false;
  }
  if (trial && FACTS[event.type]) Object.assign(trial, FACTS[event.type](event));
  return true;
}
