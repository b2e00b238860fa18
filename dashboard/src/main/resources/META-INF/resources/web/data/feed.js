import { get } from './api.js';
import { Curve } from './curve.js';
import { applyEvent } from './events.js';
import { curvesOf, experimentOf, listOf, trialOf } from './shapes.js';
import { isFinal, numberOf, summaryOf } from './states.js';
import { EventStream } from './stream.js';

/** The tables lag the log slightly: delays of a first refresh and of a second one for slower rows. */
const REFRESH_MS = [600, 3_000];
const LOOK_MS = 15_000;

/** The number of refreshes that reload a trial after its event; the first may precede its row. */
const LOOKS = 2;
const TRIALS_A_CALL = 500;

/** Hundreds of events can arrive between two frames; listeners are notified once per frame. */
const FRAME_MS = 16;

/** The maximum number of curves to load and draw; the table has all trials. */
export const MAX_CURVES = 1_000;

/**
 * A live experiment: its trials and their curves, loaded once and updated by events. Emits `change` for text and
 * `curves` for drawings.
 */
export class ExperimentFeed extends EventTarget {
  /** @param number of the one trial that is wanted; all without */
  constructor(id, number) {
    super();
    this.id = id;
    this.number = number;
    this.experiment = null;
    this.trials = new Map();
    /** The remaining reloads of each trial with an event, by number; null: reload all. */
    this.touched = null;
    this.curves = new Map();
    /** Whether the experiment is paused, according to the last event, or else the tables. */
    this.paused = false;
    this.connection = 'connecting';
    this.problem = null;
    this.timers = new Set();
    this.closed = false;
    this.seen = () => this.follow();
    document.addEventListener('visibilitychange', this.seen);
    this.start();
  }

  close() {
    this.closed = true;
    document.removeEventListener('visibilitychange', this.seen);
    this.stream?.close();
    this.timers.forEach(clearTimeout);
    clearTimeout(this.told);
  }

  later(ms, what) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      what();
    }, ms);
    this.timers.add(timer);
  }

  tell(type) {
    if (!this.closed) this.dispatchEvent(new Event(type));
  }

  async start() {
    try {
      await this.load();
      this.problem = null;
      this.follow();
      this.look();
    } catch (problem) {
      this.problem = problem;
      if (problem.status === 0 || problem.status === 503) this.later(2_000, () => this.start());
    }
    this.tell('change');
  }

  async load() {
    await this.refresh();
    const range = this.number ? `after=${this.number - 1}&limit=1&points=10000` : `limit=${MAX_CURVES}`;
    const { trials, lastEventId } = curvesOf(await get(`/api/experiments/${this.id}/epochs?${range}`));
    for (const columns of trials) this.curves.set(columns.number, new Curve(columns));
    this.lastEventId = lastEventId;
    this.tell('curves');
  }

  async refresh() {
    const [experiment, trials] = await Promise.all([this.readExperiment(), this.readTrials()]);
    const revived = this.experiment && isFinal(this.experiment.state) && !isFinal(experiment.state);
    this.experiment = experiment;
    if (this.connection !== 'live') this.paused = experiment.state === 'paused';
    trials.forEach((trial, i) => this.put(trial, i));
    if (revived) {
      // The experiment was retried while no stream was open.
      this.touched = null;
      (await this.readTrials()).forEach((trial, i) => this.put(trial, i));
    }
    this.summarized = null;
  }

  /** Loads the experiment; its specification never changes and is loaded once. */
  async readExperiment() {
    if (!this.experiment) return experimentOf(await get(`/api/experiments/${this.id}`));
    const summary = await get(`/api/experiments/${this.id}/summary`);
    return experimentOf({ ...summary, specification: this.experiment.specification });
  }

  /** Reloads the trials with new events; all of them at first. */
  async readTrials() {
    if (this.number) return [trialOf(await get(`/api/trials/${this.id}.${this.number}`))];
    const { touched } = this;
    const address = `/api/experiments/${this.id}/trials`;
    if (touched === null) {
      this.touched = new Map();
      try {
        return listOf(await get(address), trialOf);
      } catch (problem) {
        this.touched = null;
        throw problem;
      }
    }
    const numbers = [...touched.keys()];
    const read = [];
    for (let i = 0; i < numbers.length; i += TRIALS_A_CALL) {
      read.push(...listOf(await get(`${address}?numbers=${numbers.slice(i, i + TRIALS_A_CALL)}`), trialOf));
    }
    for (const number of numbers) {
      const left = touched.get(number) - 1;
      if (left > 0) touched.set(number, left);
      else touched.delete(number);
    }
    return read;
  }

  put(trial, i) {
    const number = this.number ?? (numberOf(trial.id) || i + 1);
    // An event announces an evaluation before the API returns it; the row shows that both exist.
    Object.assign(trial, { number, evaluated: trial.testAccuracy !== null });
    const known = this.trials.get(number);
    if (known && isBehind(trial, known)) this.touched?.set(number, LOOKS);
    if (known) keepWhatIsNewer(trial, known, this.connection === 'live');
    this.trials.set(number, trial);
  }

  /** Marks trials to reload: that of an event, or all. */
  touch(event) {
    if (typeof event.trialId === 'string') this.touched?.set(numberOf(event.trialId), LOOKS);
    else this.touched = null;
  }

  /** State, counts, progress and best trial, derived from the trials. */
  get summary() {
    // A view of one trial cannot derive them.
    if (this.number) return { ...this.experiment, counts: this.experiment.trials };
    this.summarized ??= summaryOf(this.experiment, this.trials.values());
    return this.summarized;
  }

  /** Follows events while the page is visible and more can come, because browsers limit connections to a server. */
  follow() {
    const wanted = !this.closed && !document.hidden && this.experiment && !isFinal(this.experiment.state);
    if (!wanted) {
      if (this.stream) this.lastEventId = this.stream.lastEventId;
      this.stream?.close();
      this.stream = null;
      if (this.experiment && isFinal(this.experiment.state)) this.setConnection('ended');
      return;
    }
    this.stream ??= new EventStream(`/api/experiments/${this.id}/events`, {
      lastEventId: this.lastEventId,
      onEvents: (events) => this.take(events),
      onState: (state) => this.setConnection(state),
    });
  }

  setConnection(state) {
    if (this.connection === 'lost' && state === 'live') this.refreshSoon();
    this.connection = state;
    this.tell('change');
  }

  take(events) {
    let changed = false;
    for (const event of events) {
      if (!applyEvent(this, event)) continue;
      changed = true;
      this.touch(event);
    }
    this.summarized = null;
    this.told ??= setTimeout(() => {
      this.told = null;
      this.tell('curves');
      this.tell('change');
    }, FRAME_MS);
    if (changed) this.refreshSoon();
  }

  refreshSoon() {
    if (this.refreshing) return;
    this.refreshing = true;
    this.later(REFRESH_MS[0], () => this.refreshNow());
    this.later(REFRESH_MS[1], () => {
      this.refreshing = false;
      this.refreshNow();
    });
  }

  async refreshNow() {
    try {
      await this.refresh();
      this.follow();
      this.tell('change');
    } catch {
      // The connection's state shows it, and the next refresh retries.
    }
  }

  /** Estimates change without events, and another client may retry an ended experiment. */
  look() {
    this.later(LOOK_MS, async () => {
      for (const trial of this.trials.values()) {
        if (trial.state === 'running' && this.touched && !this.touched.has(trial.number)) this.touched.set(trial.number, 1);
      }
      if (!document.hidden) await this.refreshNow();
      this.look();
    });
  }
}

/**
 * Merges a row with a trial updated by events, which can be ahead of the tables. The trial wins until the row has caught
 * up; without a stream, the row wins.
 */
function keepWhatIsNewer(trial, known, live) {
  if (known.epoch > trial.epoch) {
    const { epoch, trainingLoss, validationLoss, validationAccuracy, seconds } = known;
    Object.assign(trial, { epoch, trainingLoss, validationLoss, validationAccuracy, seconds });
  }
  const ahead = trial.attempts > known.attempts || (isFinal(trial.state) && !isFinal(known.state));
  if (live && !ahead && trial.state !== known.state) {
    Object.assign(trial, { state: known.state, failure: known.failure, attempts: known.attempts });
  }
  if (live && trial.testAccuracy === null) Object.assign(trial, { testAccuracy: known.testAccuracy, testLoss: known.testLoss });
}

/** Whether a row lags the events of its trial. */
const isBehind = (trial, known) =>
  known.epoch > trial.epoch ||
  (isFinal(known.state) && !isFinal(trial.state)) ||
  (known.testAccuracy !== null && trial.testAccuracy === null);
