/** All states, in display order. */
export const STATES = ['running', 'queued', 'paused', 'completed', 'failed', 'cancelled'];

const FINAL = ['completed', 'failed', 'cancelled'];

/** Whether a state is final. */
export const isFinal = (state) => FINAL.includes(state);

/** The number of a trial in its experiment. */
export const numberOf = (trialId) => Number(String(trialId).slice(String(trialId).lastIndexOf('.') + 1));

/**
 * Derives an experiment's state, counts, progress and best trial from its trials, so they are always consistent with
 * the curves and the table. The rules are those of the view `experiment_summary`.
 */
export function summaryOf(experiment, trials) {
  const counts = Object.fromEntries(STATES.map((state) => [state, 0]));
  let [total, evaluated, done, epochs, best] = [0, 0, 0, 0, null];
  for (const trial of trials) {
    total++;
    counts[trial.state] = (counts[trial.state] ?? 0) + 1;
    done += Math.min(trial.epoch, trial.epochs);
    epochs += trial.epochs;
    if (trial.state !== 'completed' || trial.testAccuracy === null) continue;
    evaluated++;
    const { testAccuracy: accuracy, number } = trial;
    if (!best || accuracy > best.testAccuracy || (accuracy === best.testAccuracy && number < best.number)) best = trial;
  }
  return {
    state: isFinal(experiment.state) || !isKnown(counts, total) ? experiment.state : stateOf(counts, total, evaluated),
    counts: { ...counts, total },
    progress: epochs > 0 ? done / epochs : experiment.progress,
    bestTrial: best?.id ?? null,
    bestAccuracy: best?.testAccuracy ?? null,
  };
}

/** Whether there are trials and this version knows all their states. */
const isKnown = (counts, total) => total > 0 && STATES.reduce((sum, state) => sum + counts[state], 0) === total;

function stateOf({ paused, queued, running, completed, failed, cancelled }, total, evaluated) {
  if (paused > 0) return 'paused';
  if (queued === total) return 'queued';
  if (queued + running > 0 || completed > evaluated) return 'running';
  if (cancelled > 0) return 'cancelled';
  return failed > 0 ? 'failed' : 'completed';
}
